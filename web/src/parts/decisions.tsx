// Decisions as they are kept: what, by whom, when, why, and the way back.

import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { said as told, written } from "../deciding";
import type { Decided } from "../shapes";
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
            {one.field && <> · {said.correct.fields[one.field as keyof typeof said.correct.fields] ?? one.field}: {one.value}</>}
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
export function AllDecisions({ source, meta }: ViewProps) {
  const said = words().review;
  const { rows } = useLoaded(() => source.decisions(), String(written.value));
  const shown = [...(rows ?? []).filter((one) => one.stale), ...(rows ?? []).filter((one) => !one.stale)];
  return (
    <section class="log">
      {rows === null ? <p class="soft">{words().evidence.loading}</p> : shown.length
        ? <><p class="soft">{fill(said.in_force, { n: shown.length })}. {said.takes_effect}</p><Decisions source={source} meta={meta} decisions={shown} /></>
        : <p class="soft">{said.no_decisions}</p>}
    </section>
  );
}

function moment(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}
