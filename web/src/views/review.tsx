// The queue: events to decide on, those first where a decision would change most; and all decisions so far.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { Files } from "../charts/files";
import { useLoaded } from "../charts/loaded";
import type { Column } from "../charts/table";
import { written } from "../deciding";
import { estimate } from "../estimate";
import { inWords, naming } from "../inwords";
import { queue, queued, reasons, waiting } from "../lists";
import { Bulk } from "../parts/bulk";
import { AllDecisions } from "../parts/decisions";
import { Rows } from "../parts/rows";
import { Who } from "../parts/who";
import type { EventRow, QueueRow } from "../shapes";
import { filter } from "../state";
import { fill, words } from "../words";

export function Review({ source, meta }: ViewProps) {
  const [sight, setSight] = useState<readonly EventRow[]>([]);
  const said = words();
  const total = queue.total.value;
  const decisions = useLoaded(() => source.decisions(), String(written.value)).rows;
  const outdated = (decisions ?? []).filter((one) => one.stale).length;
  return (
    <section class="listed review" aria-label={said.review.title}>
      <header class="over">
        <p class="count" role="status">
          <strong>{total === null ? said.evidence.loading : fill(said.review.queue, { n: waiting.value })}</strong>{" "}
          {total !== null && waiting.value > total && fill(said.review.listed, { n: total })}{" "}
          <span class="asked">{inWords(filter.value, naming(meta))}</span>
        </p>
        <div class="tools">
          {meta.reviewing && <Who />}
          <Files name="review" told={said.review.title} columns={columns()} rows={queued.value} disabled={!total} />
        </div>
        {outdated > 0 && <p class="failed">{fill(said.review.outdated, { n: outdated })}</p>}
        {!meta.reviewing && !source.desk && <p class="soft">{said.review.read_only}</p>}
      </header>
      {queue.failed.value && <p class="failed" role="alert">{fill(said.app.failed, { detail: queue.failed.value })}</p>}
      {total === 0 ? <p class="nothing">{said.review.empty}</p>
        : <Rows listing={queue} label={said.review.title} note={(row) => reasons.value.get(row.id) ?? ""} seen={setSight} />}
      <Bulk source={source} meta={meta} sight={sight} />
      <details class="fold"><summary>{said.review.decisions}</summary><AllDecisions source={source} meta={meta} decisions={decisions} /></details>
    </section>
  );
}

function columns(): readonly Column<QueueRow>[] {
  const said = words();
  return [
    { title: said.disputes.event, value: ({ row }) => row.headline },
    { title: said.evidence.when, value: ({ row }) => row.day },
    { title: said.filter.factuality, value: ({ row }) => said.factuality[row.counted_as] },
    { title: said.filter.status, value: ({ row }) => said.status[row.status] },
    { title: said.review.reason, value: (one) => one.reason },
    { title: said.evidence.read_rightly, value: ({ row }) => estimate(row.probability) },
    { title: said.review.independent, value: ({ row }) => row.origins },
    { title: said.reports.title, value: ({ row }) => row.reports },
    { title: said.evidence.number, value: ({ row }) => row.id },
  ];
}
