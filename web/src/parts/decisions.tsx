// Decisions as they are kept: what, by whom, when, why, and the way back.

import type { ViewProps } from "../app";
import { Files } from "../charts/files";
import type { Column } from "../charts/table";
import { said as told, written } from "../deciding";
import { naming, spoken } from "../inwords";
import type { Decided, Meta } from "../shapes";
import { ToEvent } from "./toevent";
import { fill, locale, words } from "../words";

export function Decisions({ source, meta, decisions }: ViewProps & { readonly decisions: readonly Decided[] }) {
  const said = words();
  const undo = async (id: string) => {
    try {
      await source.decide({ action: "undo", targets: [id] });
      written.value += 1;
      told.value = { key: "undone" };
    } catch (error) { // the decision stands, and whoever wanted it gone must know why
      told.value = { key: "failed", detail: error instanceof Error ? error.message : String(error) };
    }
  };
  return (
    <ul class="decisions">
      {decisions.map((one) => (
        <li key={one.id} class={one.stale ? "stale" : ""}>
          <p>
            {one.stale && <><strong>{said.review.stale}</strong> · </>}
            <strong>{said.done[one.action as keyof typeof said.done] ?? one.action}</strong>
            {one.field && <> · {fieldName(one.field)}: {valueOf(one, meta)}</>}
            {" · "}{fill(said.review.by, { who: one.who || said.review.nobody, when: moment(one.when) })}
          </p>
          {one.why && <p><q>{one.why}</q></p>}
          {one.stale && <p class="soft">{said.review.stale_why}</p>}
          <p>
            <Targets source={source} ids={one.targets} />{" "}{(meta.reviewing || source.desk) && one.action !== "undo" && <button type="button" class="quiet" onClick={() => void undo(one.id)}>{said.review.undo}</button>}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What a decision was about: events by their names, of many the first few. */
function Targets({ source, ids }: Pick<ViewProps, "source"> & { readonly ids: readonly string[] }) {
  const events = ids.filter((id) => id.startsWith("e"));
  const rest = ids.length - Math.min(events.length, FEW);
  return (
    <>
      {events.slice(0, FEW).map((id) => <span key={id}><ToEvent source={source} id={id} /> · </span>)}
      {rest > 0 && fill(events.length ? words().review.more : words().review.targets, { n: rest })}
    </>
  );
}

const FEW = 3;

/** All decisions that hold, those out of date first, else the newest. */
export function AllDecisions({ source, meta, decisions }: ViewProps & { readonly decisions: readonly Decided[] | null }) {
  const said = words().review;
  const shown = [...(decisions ?? []).filter((one) => one.stale), ...(decisions ?? []).filter((one) => !one.stale)];
  return (
    <section class="log">
      {decisions === null ? <p class="soft">{words().evidence.loading}</p> : shown.length
        ? <><p class="soft">{fill(said.in_force, { n: shown.length })}. {said.takes_effect}</p><p class="tools"><Files name="decisions" told={said.decisions} columns={columns(meta)} rows={shown} disabled={false} /></p><Decisions source={source} meta={meta} decisions={shown} /></>
        : <p class="soft">{said.no_decisions}</p>}
    </section>
  );
}

function columns(meta: Meta): readonly Column<Decided>[] {
  const said = words();
  return [
    { title: said.note.verdict, value: (row) => said.done[row.action as keyof typeof said.done] ?? row.action },
    { title: said.correct.field, value: (row) => row.field && fieldName(row.field) },
    { title: said.correct.value, value: (row) => valueOf(row, meta) },
    { title: said.review.decided_by, value: (row) => row.who },
    { title: said.evidence.when, value: (row) => row.when },
    { title: said.review.why, value: (row) => row.why },
    { title: said.review.stale, value: (row) => (row.stale ? said.framing.yes : said.framing.no) },
    { title: said.evidence.number, value: (row) => row.targets.join("; ") },
  ];
}

function fieldName(field: string): string {
  const names: Readonly<Record<string, string>> = words().correct.fields;
  return names[field] ?? field;
}

/** Say a corrected value as the rest of the page does. */
function valueOf({ field, value }: Decided, meta: Meta): string | null {
  if (value === null) return null;
  const name = naming(meta);
  if (field === "event_type") return name("type", value);
  if (field === "factuality") return name("factuality", value);
  if (field === "instruments") return value.split(";").map((one) => name("instrument", one.trim())).join("; ");
  return field === "mode" || field === "contexts" ? spoken(value) : value;
}

function moment(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}
