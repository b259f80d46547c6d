// What outlets call an actor: one row an outlet, its words beside each other, each with the sentences that use them.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import type { Column } from "../charts/table";
import { type Filter, toParams } from "../filter";
import type { Framing } from "../shapes";
import type { Source } from "../source";
import { filter } from "../state";
import { fill, words } from "../words";
import "./framing.css";

export const KINDS = ["name", "title", "description", "act"] as const;

export interface OutletNames {
  readonly outlet: string;
  readonly of: Readonly<Record<Framing["kind"], readonly Framing[]>>;
}

/** Lay rows out by outlet and kind of words, the most used words first. */
export function byOutlet(rows: readonly Framing[]): readonly OutletNames[] {
  const outlets = [...new Set(rows.map((row) => row.outlet))].sort((a, b) => a.localeCompare(b));
  return outlets.map((outlet) => {
    const own = rows.filter((row) => row.outlet === outlet).sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
    const of = (kind: Framing["kind"]) => own.filter((row) => row.kind === kind);
    return { outlet, of: { name: of("name"), title: of("title"), description: of("description"), act: of("act") } };
  });
}

/** Give the words that one outlet alone uses of the actor. */
export function alone(rows: readonly Framing[]): ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  for (const row of rows) users.set(row.label, (users.get(row.label) ?? new Set()).add(row.outlet));
  return new Set([...users].filter(([, outlets]) => outlets.size === 1).map(([label]) => label));
}

interface Named {
  readonly actor: string;
  readonly rows: readonly Framing[];
}

/** What an actor is called: the one that is typed, else one that the filter names, else the one that acts most. */
async function named(source: Source, asked: Filter, typed: string | null): Promise<Named> {
  const actor = typed ?? asked.source?.[0] ?? asked.target?.[0] ?? (await source.facets(asked)).source[0]?.value ?? "";
  return { actor, rows: actor ? await source.framings(actor) : [] };
}

export function FramingView({ source, meta }: ViewProps) {
  const said = words().framing;
  const asked = filter.value;
  const [typed, setTyped] = useState<string | null>(null);
  const loaded = useLoaded(() => named(source, asked, typed), `${typed} ${toParams(asked)}`);
  const names = new Map(meta.states.map((one) => [one.key, one.name]));
  const actor = loaded.rows?.actor ?? typed ?? "";
  const rows = (loaded.rows?.rows ?? []).filter((row) => row.what === "actor");
  const ask = (name: string) => setTyped(meta.states.find((one) => one.name.toLowerCase() === name.trim().toLowerCase())?.key ?? name.trim());
  return (
    <Panel name="framing" told={said.told} loaded={loaded} empty={rows.length ? null : fill(said.none, { actor: names.get(actor) ?? actor })} columns={columns()} rows={rows} choices={
      <label>
        {said.actor}{" "}
        <input list="framing-actors" value={names.get(actor) ?? actor} onChange={(event) => ask(event.currentTarget.value)} />
        <datalist id="framing-actors">{meta.states.map((one) => <option key={one.key} value={one.name} />)}</datalist>
      </label>
    }>
      <Names rows={rows} />
      <p class="note">{said.note}</p>
    </Panel>
  );
}

function Names({ rows }: { readonly rows: readonly Framing[] }) {
  const said = words().framing;
  const only = alone(rows);
  const kinds = KINDS.filter((kind) => rows.some((row) => row.kind === kind));
  return (
    <div class="table">
      <table class="names">
        <thead><tr><th scope="col">{said.outlet}</th>{kinds.map((kind) => <th key={kind} scope="col">{said.kinds[kind]}</th>)}</tr></thead>
        <tbody>
          {byOutlet(rows).map((one) => (
            <tr key={one.outlet}>
              <th scope="row">{one.outlet || said.unknown}</th>
              {kinds.map((kind) => <td key={kind} data-kind={said.kinds[kind]}>{one.of[kind].map((row) => <Label key={`${row.id} ${row.label} ${row.holder}`} row={row} only={only.has(row.label)} />)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Label({ row, only }: { readonly row: Framing; readonly only: boolean }) {
  const said = words().framing;
  return (
    <details>
      <summary>
        {row.verbatim ? <q>{wording(row)}</q> : wording(row)} <span class="n">{fill(said.times, { n: row.count })}{row.holder ? ` · ${fill(said.holder, { holder: row.holder })}` : ""}{only ? ` · ${said.only}` : ""}</span>
      </summary>
      {row.quotations.map((one, i) => <blockquote key={`${one.report_id} ${i}`}><Quoted sentence={one.sentence} text={one.text} /></blockquote>)}
    </details>
  );
}

/** The words as they stand in the first sentence; a row's label has no capitals and articles. */
function wording(row: Framing): string {
  return row.quotations[0]?.text ?? row.label;
}

/** A sentence with the words in question marked; `start` counts from the report's beginning, so they are found by themselves. */
function Quoted({ sentence, text }: { readonly sentence: string; readonly text: string }) {
  const at = text ? sentence.indexOf(text) : -1;
  return at < 0 ? <>{sentence}</> : <>{sentence.slice(0, at)}<mark>{text}</mark>{sentence.slice(at + text.length)}</>;
}

function columns(): readonly Column<Framing>[] {
  const said = words().framing;
  return [
    { title: said.who, value: (row) => row.name },
    { title: said.outlet, value: (row) => row.outlet },
    { title: said.label, value: (row) => row.label },
    { title: said.kind, value: (row) => said.kinds[row.kind] },
    { title: said.said, value: (row) => row.holder },
    { title: said.verbatim, value: (row) => (row.verbatim ? said.yes : said.no) },
    { title: said.count, value: (row) => row.count },
    { title: said.outlets, value: (row) => row.outlets },
    { title: said.quotation, value: (row) => row.quotations[0]?.sentence ?? null },
  ];
}
