// The list of events, how it is ordered, what can be done with what it shows, and with what is ticked in it.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { Bulk } from "../parts/bulk";
import { Rows } from "../parts/rows";
import { Share } from "../parts/share";
import { inWords, naming } from "../inwords";
import { events } from "../lists";
import type { EventRow } from "../shapes";
import type { Sort } from "../source";
import { filter, sort } from "../state";
import { day, number } from "../charts/say";
import { fill, words } from "../words";

const SORTS = ["day", "-day", "-origins", "origins", "-probability", "probability"] as const satisfies readonly Sort[];

export function Events({ source, meta }: ViewProps) {
  const [sight, setSight] = useState<readonly EventRow[]>([]);
  const said = words();
  const total = events.total.value;
  const asked = inWords(filter.value, naming(meta));
  return (
    <section class="listed" aria-label={said.events.title}>
      <header class="over">
        <p class="count" role="status">
          <strong>{total === null ? said.evidence.loading : fill(said.events.count, { n: total }).replace(String(total), number(total))}</strong>{" "}
          <span class="asked">{asked}</span>
        </p>
        <div class="tools">
          <label>
            {said.events.sort}{" "}
            <select value={sort.value} onChange={(event) => { sort.value = event.currentTarget.value as Sort; }}>
              {SORTS.map((name) => <option key={name} value={name}>{said.sorts[name]}</option>)}
            </select>
          </label>
          <Share source={source} meta={meta} asked={asked} total={total ?? 0} />
        </div>
      </header>
      {events.failed.value && <p class="failed" role="alert">{fill(said.app.failed, { detail: events.failed.value })}</p>}
      {total === 0 ? <Nothing meta={meta} /> : <Rows listing={events} label={said.events.title} seen={setSight} />}
      <Bulk source={source} meta={meta} sight={sight} />
    </section>
  );
}

/** What it means that nothing is found, beside what there is to find it in. */
function Nothing({ meta }: Pick<ViewProps, "meta">) {
  const said = words();
  return (
    <div class="nothing">
      <p>{said.events.none}</p>
      {meta.first_day && meta.last_day && <p>{fill(said.events.silence, { reports: meta.reports, from: day(meta.first_day), to: day(meta.last_day) })}</p>}
      <p><button type="button" onClick={() => { filter.value = {}; }}>{said.filter.clear}</button></p>
    </div>
  );
}
