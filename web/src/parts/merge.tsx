// Merging: both sides, and which one stays, before anything is done.

import { useEffect, useRef } from "preact/hooks";
import type { ViewProps } from "../app";
import { toMerge } from "../acting";
import { useLoaded } from "../charts/loaded";
import { decide } from "../deciding";
import { listed } from "../lists";
import type { EventDetail } from "../shapes";
import { chosen, merging } from "../state";
import { fill, words } from "../words";
import { Dialog, leave } from "./dialog";

export function Merge({ source }: ViewProps) {
  const ids = toMerge();
  const { rows } = useLoaded(async () => (await Promise.all(ids.map((id) => source.event(id)))).filter((one) => one !== null), ids.join());
  const said = words().merge;
  const sides = rows ? [...rows].sort((a, b) => (told(a) < told(b) ? -1 : 1)) : [];
  const act = useRef<HTMLButtonElement>(null);
  useEffect(() => act.current?.focus(), [rows !== null]);
  const send = () => {
    leave();
    merging.value = null;
    chosen.value = new Set();
    void decide(source, listed(), { action: "merge", targets: sides.map((one) => one.row.id) });
  };
  return (
    <Dialog title={said.title}>
      {ids.length < 2 ? <p>{said.need}</p> : rows === null ? <p>{words().evidence.loading}</p> : (
        <div class="asks">
          <ol class="sides">
            {sides.map((event, i) => <li key={event.row.id}><Side event={event} label={i ? said.joined : said.kept} /></li>)}
          </ol>
          <p class="soft">{said.explain} {words().review.takes_effect}</p>
          <p class="ends">
            <button type="button" class="quiet" onClick={leave}>{words().app.cancel}</button>
            <button type="button" class="main" ref={act} disabled={sides.length < 2} onClick={send}>{fill(said.act, { n: sides.length })}</button>
          </p>
        </div>
      )}
    </Dialog>
  );
}

/** The first day on which an event was told: joined events go by the name of the one told first. */
export function told(event: EventDetail): string {
  return event.evidence.reduce((first, one) => (one.report.day && one.report.day < first ? one.report.day : first), "9999");
}

function Side({ event, label }: { readonly event: EventDetail; readonly label: string }) {
  const { row } = event;
  const said = words();
  return (
    <article>
      <p class="label">{label}</p>
      <p lang="en"><strong>{row.headline}</strong></p>
      <p><span lang="en">{row.day}</span> · {said.factuality[row.counted_as]} · {fill(said.events.sources, { origins: row.origins, reports: row.reports })} · {fill(said.merge.sentences, { n: event.evidence.length })}</p>
      {row.quote && <p class="quote" lang="en"><q>{row.quote}</q> {row.quoted}</p>}
    </article>
  );
}
