// What the case has of each outlet, month by month. Where there is no report, nothing is known: that is not the same as nothing happening.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import { month as monthName, number } from "../charts/say";
import type { Column } from "../charts/table";
import type { Coverage } from "../shapes";
import { filter, view } from "../state";
import { fill, words } from "../words";
import "./coverage.css";

type Unit = "month" | "year";
const MOST = 48;

export interface Grid {
  readonly periods: readonly string[];
  readonly outlets: readonly string[];
  /** By outlet and period; what is not there had no report. */
  readonly cells: ReadonlyMap<string, { readonly reports: number; readonly events: number }>;
  readonly most: number;
  readonly undated: number;
}

/** Lay coverage out by outlet and period, every period between the first and the last, the outlets with most reports first. */
export function gridOf(rows: readonly Coverage[], unit: Unit): Grid {
  const cells = new Map<string, { reports: number; events: number }>();
  const totals = new Map<string, number>();
  for (const row of rows) {
    totals.set(row.outlet, (totals.get(row.outlet) ?? 0) + row.reports);
    if (row.month === null) continue;
    const key = keyOf(row.outlet, unit === "year" ? row.month.slice(0, 4) : row.month);
    const held = cells.get(key) ?? { reports: 0, events: 0 };
    cells.set(key, { reports: held.reports + row.reports, events: held.events + row.events });
  }
  const months = rows.flatMap((row) => (row.month === null ? [] : [row.month])).sort();
  return {
    periods: between(months[0], months.at(-1), unit),
    outlets: [...totals].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([outlet]) => outlet),
    cells,
    most: Math.max(0, ...[...cells.values()].map((one) => one.reports)),
    undated: rows.reduce((sum, row) => sum + (row.month === null ? row.reports : 0), 0),
  };
}

export function keyOf(outlet: string, period: string): string {
  return `${period} ${outlet}`;
}

function between(first: string | undefined, last: string | undefined, unit: Unit): readonly string[] {
  if (!first || !last) return [];
  const number = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
  const name = (n: number) => `${String(Math.floor(n / 12)).padStart(4, "0")}-${String((n % 12) + 1).padStart(2, "0")}`;
  const all = Array.from({ length: number(last) - number(first) + 1 }, (_, i) => name(number(first) + i));
  return unit === "month" ? all : [...new Set(all.map((one) => one.slice(0, 4)))];
}

export function CoverageView({ source }: ViewProps) {
  const loaded = useLoaded(() => source.coverage(), "");
  const [unit, setUnit] = useState<Unit | null>(null);
  const said = words().coverage;
  const rows = loaded.rows ?? [];
  const chosen = unit ?? (gridOf(rows, "month").periods.length > MOST ? "year" : "month");
  const grid = gridOf(rows, chosen);
  return (
    <Panel name="coverage" told={said.told} loaded={loaded} empty={rows.length ? null : said.none} columns={columns()} rows={rows} choices={
      <label>
        {said.unit}{" "}
        <select value={chosen} onChange={(event) => setUnit(event.currentTarget.value as Unit)}>
          {(["month", "year"] as const).map((one) => <option key={one} value={one}>{words().timeline.units[one]}</option>)}
        </select>
      </label>
    }>
      {grid.periods.length > 0 && <Heat grid={grid} unit={chosen} />}
      <p class="legend">
        <span><span class="sample some">3 / 7</span> {said.some}</span> <span><span class="sample some">2 / 0</span> {said.noEvents}</span> <span><span class="sample blank">·</span> {said.noReports}</span>
      </p>
      {grid.undated > 0 && <p class="aside">{fill(said.undated, { n: grid.undated })}</p>}
    </Panel>
  );
}

function Heat({ grid, unit }: { readonly grid: Grid; readonly unit: Unit }) {
  const said = words().coverage;
  const periods = grid.periods.slice(-MOST * 3);
  return (
    <div class="table" tabIndex={0} role="region" aria-label={said.told}>
      <table class="heat">
        <thead><tr><th scope="col">{said.outlet}</th>{periods.map((one) => <th key={one} scope="col">{unit === "year" ? one : monthName(one)}</th>)}</tr></thead>
        <tbody>
          {grid.outlets.map((outlet) => (
            <tr key={outlet}>
              <th scope="row">{outlet || said.unknown}</th>
              {periods.map((period) => <Cell key={period} outlet={outlet} period={period} unit={unit} cell={grid.cells.get(keyOf(outlet, period))} most={grid.most} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly outlet: string;
  readonly period: string;
  readonly unit: Unit;
  readonly cell: { readonly reports: number; readonly events: number } | undefined;
  readonly most: number;
}

function Cell({ outlet, period, unit, cell, most }: CellProps) {
  const said = words().coverage;
  if (!cell || cell.reports === 0) return <td class="blank"><span aria-hidden="true">·</span><span class="unseen">{said.noReports}</span></td>;
  const told = fill(said.cell, { outlet: outlet || said.unknown, period: unit === "year" ? period : monthName(period), reports: cell.reports, events: cell.events });
  const shown = `${number(cell.reports)} / ${number(cell.events)}`;
  const ask = () => {
    filter.value = { ...filter.value, outlet: [outlet] };
    view.value = "events";
  };
  return (
    <td style={{ "--share": String(Math.sqrt(cell.reports / Math.max(most, 1))) }} class="some">
      {outlet ? <button type="button" title={told} aria-label={`${shown}: ${told}`} onClick={ask}>{shown}</button> : shown}
    </td>
  );
}

function columns(): readonly Column<Coverage>[] {
  const said = words().coverage;
  return [
    { title: said.outlet, value: (row) => row.outlet },
    { title: said.month, value: (row) => row.month, show: (row) => row.month ?? said.noDate },
    { title: said.reports, value: (row) => row.reports },
    { title: said.events, value: (row) => row.events },
  ];
}
