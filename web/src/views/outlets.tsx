// Who told it: each outlet with its owner, and how much of it is its own.

import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import { number } from "../charts/say";
import type { Column } from "../charts/table";
import { toggled } from "../filter";
import type { OutletRow } from "../shapes";
import { filter } from "../state";
import { fill, words } from "../words";
import "./outlets.css";

export function Outlets({ source }: ViewProps) {
  const loaded = useLoaded(() => source.outlets(), "");
  const said = words().outlets;
  const rows = loaded.rows ?? [];
  const owned = rows.filter((row) => row.state_owned).length;
  const most = Math.max(1, ...rows.map((row) => row.reports));
  return (
    <Panel name="outlets" told={fill(said.told, { n: rows.length, owned })} loaded={loaded} empty={rows.length ? null : said.none} columns={columns(most)} rows={rows} first={{ column: 4, down: true }} />
  );
}

function columns(most: number): readonly Column<OutletRow>[] {
  const said = words().outlets;
  return [
    {
      title: said.outlet, value: (row) => row.name,
      show: (row) => <button type="button" class="link" aria-pressed={filter.value.outlet?.includes(row.name) ?? false} onClick={() => { filter.value = toggled(filter.value, "outlet", row.name); }}>{row.name || said.unknown}</button>,
    },
    { title: said.country, value: (row) => row.country },
    { title: said.owner, value: (row) => row.owner || null, show: (row) => row.owner || said.unknown },
    { title: said.state, value: (row) => (row.state_owned ? said.yes : said.no) },
    { title: said.reports, value: (row) => row.reports, show: (row) => <Share row={row} most={most} /> },
    { title: said.own, value: (row) => row.own },
    { title: said.borrowed, value: (row) => row.reports - row.own },
    { title: said.events, value: (row) => row.events },
    { title: said.back, value: (row) => row.goes_back.map((one) => `${one.value} (${one.n})`).join("; ") || null },
  ];
}

/** How many reports are an outlet's own (filled) and how many go back to others (hollow). */
function Share({ row, most }: { readonly row: OutletRow; readonly most: number }) {
  const width = (n: number) => (100 * n) / most;
  return (
    <span class="share">
      <svg width="100" height="12" aria-hidden="true">
        <rect class="ink" x="0" y="1.5" width={width(row.own)} height="9" />
        <rect class="rest" x={width(row.own)} y="1.5" width={width(row.reports - row.own)} height="9" />
      </svg>{" "}
      {number(row.reports)}
    </span>
  );
}
