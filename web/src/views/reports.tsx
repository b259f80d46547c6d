// What was read: every report with its outlet, language, damage, and to whom it goes back.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { day, languageName, number, percent } from "../charts/say";
import { type Loaded, useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import type { Column } from "../charts/table";
import { toParams } from "../filter";
import { descents, type Root } from "../charts/descent";
import type { LinkRow, ReportRow } from "../shapes";
import { filter } from "../state";
import { fill, words } from "../words";
import "./reports.css";

const ROOTS = 100;

interface Shown {
  readonly reports: readonly ReportRow[];
  readonly links: readonly LinkRow[];
}

export function Reports({ source }: ViewProps) {
  const asked = filter.value;
  const loaded: Loaded<Shown> = useLoaded(async () => {
    const [reports, links] = await Promise.all([source.reports(asked), source.links()]);
    return { reports, links };
  }, toParams(asked).toString());
  const [tree, setTree] = useState(false);
  const said = words().reports;
  const reports = loaded.rows?.reports ?? [];
  const dependent = reports.filter((one) => !one.independent).length;
  const told = fill(said.told, { n: reports.length, dependent, damaged: reports.filter((one) => one.damage > 0).length });
  return (
    <Panel name="reports" told={told} loaded={loaded} empty={reports.length ? null : said.none} columns={columns()} rows={reports} choices={
      <button type="button" aria-pressed={tree} onClick={() => setTree(!tree)}>{said.tree}</button>
    }>
      {tree ? <Tree roots={descents(reports, loaded.rows?.links ?? [])} /> : undefined}
    </Panel>
  );
}

function columns(): readonly Column<ReportRow>[] {
  const said = words().reports;
  return [
    { title: said.report, value: (row) => row.name, show: (row) => <Linked row={row} /> },
    { title: said.outlet, value: (row) => row.outlet, show: (row) => [row.outlet || said.unknown, row.outlet_country && ` (${row.outlet_country})`] },
    { title: said.owner, value: (row) => row.outlet_owner || null },
    { title: said.day, value: (row) => row.day, show: (row) => (row.day ? day(row.day) : said.undated) },
    { title: said.language, value: (row) => row.language, show: (row) => (row.language ? languageName(row.language) : said.unknown) },
    {
      title: said.translated, value: (row) => row.translated_from,
      show: (row) => (row.translated_from ? fill(said.from, { language: languageName(row.translated_from), probability: percent(row.translation_probability) }) : ""),
    },
    { title: said.damage, value: (row) => row.damage },
    { title: said.events, value: (row) => row.events },
    { title: said.back, value: (row) => row.goes_back.join("; ") || null, show: (row) => (row.independent ? said.own : row.goes_back.join("; ")) },
  ];
}

/** A report's name, as a link where it has an address that is no more than that. */
function Linked({ row }: { readonly row: ReportRow }) {
  return row.url && /^https?:\/\//i.test(row.url) ? <a href={row.url} rel="noreferrer noopener" target="_blank">{row.name}</a> : <>{row.name}</>;
}

function Tree({ roots }: { readonly roots: readonly Root[] }) {
  const said = words().reports;
  if (roots.length === 0) return <p class="nothing">{said.noLinks}</p>;
  return (
    <>
      <p class="aside">{said.treeTold}</p>
      <ul class="descent">
        {roots.slice(0, ROOTS).map((root) => (
          <li key={root.key}>
            <strong>{root.name}</strong> <span class="n">{root.inside ? "" : `${said.outside} · `}{fill(said.reportsBack, { n: root.below.length })}</span>
            <ul>{root.below.map((one) => <li key={one.key} class={`deep${Math.min(one.depth, 5)}`}>{one.name} <span class="n">{said.relations[one.relation]}{one.evidence ? <>: <q>{one.evidence}</q></> : ""}</span></li>)}</ul>
          </li>
        ))}
      </ul>
      {roots.length > ROOTS && <p class="aside">{fill(said.cut, { n: ROOTS, total: number(roots.length) })}</p>}
    </>
  );
}
