// Who told it: each outlet with its owner, and how much of it is its own.

import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import { day, number } from "../charts/say";
import type { Column } from "../charts/table";
import type { OutletRow, Ownership } from "../shapes";
import { filter, view } from "../state";
import { fill, words } from "../words";
import "./outlets.css";

export function Outlets({ source }: ViewProps) {
  const loaded = useLoaded(() => source.outlets(), "");
  const said = words().outlets;
  const rows = loaded.rows ?? [];
  const owned = rows.filter((row) => row.owners[0]?.state).length;
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
      show: (row) => (row.name ? <button type="button" class="link" onClick={() => { filter.value = { ...filter.value, outlet: [row.name] }; view.value = "events"; }}>{row.name}</button> : said.unknown),
    },
    { title: said.country, value: (row) => row.country },
    { title: said.owner, value: (row) => row.owners.map(ownedText).join("; ") || null, show: (row) => (row.owners.length ? row.owners.map((one) => <span key={ownedText(one)} class="owner">{ownedText(one)}</span>) : said.none_known) },
    { title: said.state, value: (row) => (row.owners[0] ? (row.owners[0].state ? said.yes : said.no) : said.none_known) },
    { title: said.reports, value: (row) => row.reports, show: (row) => <Share row={row} most={most} /> },
    { title: said.own, value: (row) => row.own },
    { title: said.borrowed, value: (row) => row.reports - row.own },
    { title: said.events, value: (row) => row.events },
    { title: said.back, value: (row) => row.goes_back.map((one) => `${one.value} (${one.n})`).join("; ") || null },
  ];
}

/** Say whose an outlet is or was, and when. */
function ownedText({ family, state, start, end }: Ownership): string {
  const said = words().outlets;
  const [from, to] = [start && day(start), end && day(end)];
  const when = from && to ? fill(said.between, { from, to }) : from ? fill(said.since, { day: from }) : to ? fill(said.until, { day: to }) : "";
  return [family, state ? said.byState : "", when].filter(Boolean).join(", ");
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
