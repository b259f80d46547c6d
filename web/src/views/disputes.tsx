// On what the reports disagree: the sides beside each other, with those who hold them. The page takes no side.

import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import { number } from "../charts/say";
import type { Column } from "../charts/table";
import { toParams } from "../filter";
import type { DisputeRow, DisputeSide } from "../shapes";
import { filter, selected } from "../state";
import { disputed, type Naming, naming } from "../inwords";
import { fill, words } from "../words";
import "./disputes.css";

const MOST = 100;

interface Row {
  readonly dispute: DisputeRow;
  readonly side: DisputeSide;
}

export function Disputes({ source, meta }: ViewProps) {
  const asked = filter.value;
  const loaded = useLoaded(() => source.disputes(asked), toParams(asked).toString());
  const said = words().disputes;
  const disputes = loaded.rows ?? [];
  const rows = disputes.flatMap((dispute) => dispute.sides.map((side): Row => ({ dispute, side })));
  return (
    <Panel name="disputes" told={fill(said.told, { n: disputes.length })} loaded={loaded} empty={disputes.length ? null : said.none} columns={columns(naming(meta))} rows={rows}>
      <ul class="cards">
        {disputes.slice(0, MOST).map((one) => <Card key={`${one.event} ${one.field}`} dispute={one} name={naming(meta)} />)}
      </ul>
      {disputes.length > MOST && <p class="aside">{fill(said.cut, { n: MOST, total: number(disputes.length) })}</p>}
    </Panel>
  );
}

function Card({ dispute, name }: { readonly dispute: DisputeRow; readonly name: Naming }) {
  const said = words().disputes;
  const open = selected.value === dispute.event;
  return (
    <li class={`card ${open ? "open" : ""}`}>
      <h2><button type="button" class="link" aria-pressed={open} onClick={() => { selected.value = dispute.event; }}>{dispute.headline}</button></h2>
      <p class="topic">{fill(said.field, { field: dispute.field })}</p>
      <dl>
        {dispute.sides.map((side) => (
          <div key={side.value}>
            <dt>{disputed(side.value, name)}</dt>
            <dd>{side.holders.length ? side.holders.join("; ") : said.nobody}</dd>
            <dd class="n">{fill(said.statements, { n: side.statement_ids.length })}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function columns(name: Naming): readonly Column<Row>[] {
  const said = words().disputes;
  return [
    {
      title: said.event, value: (row) => row.dispute.headline,
      show: (row) => <button type="button" class="link" onClick={() => { selected.value = row.dispute.event; }}>{row.dispute.headline}</button>,
    },
    { title: said.about, value: (row) => row.dispute.field },
    { title: said.value, value: (row) => disputed(row.side.value, name) },
    { title: said.holders, value: (row) => row.side.holders.join("; ") },
    { title: said.sentences, value: (row) => row.side.statement_ids.length },
  ];
}
