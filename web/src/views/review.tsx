// The queue: events to decide on, those first where a decision would change most; and all decisions so far.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { inWords, naming } from "../inwords";
import { queue, reasons, waiting } from "../lists";
import { Bulk } from "../parts/bulk";
import { AllDecisions } from "../parts/decisions";
import { Run } from "../parts/run";
import { Rows } from "../parts/rows";
import { Who } from "../parts/who";
import type { EventRow } from "../shapes";
import { filter } from "../state";
import { fill, words } from "../words";

export function Review({ source, meta }: ViewProps) {
  const [sight, setSight] = useState<readonly EventRow[]>([]);
  const said = words();
  const total = queue.total.value;
  return (
    <section class="listed review" aria-label={said.review.title}>
      <header class="over">
        <p class="count" role="status">
          <strong>{total === null ? said.evidence.loading : fill(said.review.queue, { n: waiting.value })}</strong>{" "}
          {total !== null && waiting.value > total && fill(said.review.listed, { n: total })}{" "}
          <span class="asked">{inWords(filter.value, naming(meta))}</span>
        </p>
        {meta.reviewing && <p><Who /></p>}
        {source.runner && <Run runner={source.runner} />}
        {!meta.reviewing && !source.desk && <p class="soft">{said.review.read_only}</p>}
      </header>
      {queue.failed.value && <p class="failed" role="alert">{fill(said.app.failed, { detail: queue.failed.value })}</p>}
      {total === 0 ? <p class="nothing">{said.review.empty}</p>
        : <Rows listing={queue} label={said.review.title} note={(row) => reasons.value.get(row.id) ?? ""} seen={setSight} />}
      <Bulk source={source} meta={meta} sight={sight} />
      <details class="fold"><summary>{said.review.decisions}</summary><AllDecisions source={source} meta={meta} /></details>
    </section>
  );
}
