// Taking along what is seen: its link, and files of exactly these events.

import { useState } from "preact/hooks";
import { aboutFile, csv, save } from "../charts/save";
import { said } from "../deciding";
import type { EventRow, Meta } from "../shapes";
import type { Source } from "../source";
import { filter, sort } from "../state";
import { fill, words } from "../words";

/** Formats that the server writes events in, and those that the page makes itself. */
const SERVED = ["csv", "jsonl", "parquet", "sqlite", "geojson", "graphml", "gexf", "ftm", "stix", "webannotation", "bibtex", "csl-json", "ris", "polecat", "icews", "gdelt", "zip"] as const;
const MADE = ["csv", "json"] as const;

interface Props {
  readonly source: Source;
  readonly meta: Meta;
  readonly asked: string;
  readonly total: number;
}

export function Share({ source, meta, asked, total }: Props) {
  const [waiting, setWaiting] = useState(false);
  const words_ = words();
  const served = source.exportAddress(filter.value, "csv") !== null;
  const take = async (format: string) => {
    setWaiting(true);
    try {
      await (served ? fetched(source, format, meta) : made(source, format as "csv" | "json", meta, asked));
    } catch (error) { // what the server or the browser refuses is told, whatever it is
      said.value = { key: "failed", detail: error instanceof Error ? error.message : String(error) };
    }
    setWaiting(false);
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => void copyLink()}>{words_.share.copy}</button>
      <details class="menu">
        <summary>{words_.share.save}</summary>
        <div>
          <p class="soft">{waiting ? words_.share.waiting : fill(words_.share.what, { n: total, asked })}</p>
          <ul>
            {(served ? SERVED : MADE).map((format) => (
              <li key={format}><button type="button" class="quiet" disabled={waiting} onClick={() => void take(format)}>{words_.formats[format]}</button></li>
            ))}
          </ul>
        </div>
      </details>
    </>
  );
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    said.value = { key: "copied" };
  } catch { // without permission, or in an old browser
    said.value = { key: "failed", detail: words().share.failed };
  }
}

async function fetched(source: Source, format: string, meta: Meta): Promise<void> {
  const address = source.exportAddress(filter.value, format);
  if (!address || !source.file) return;
  const { name, content } = await source.file(address);
  save(name ?? `${meta.title}-events.${format}`, content, content.type);
}

/** Make a file of the events that are listed; it says what was asked, and of which record, as the server's files do. */
async function made(source: Source, format: "csv" | "json", meta: Meta, asked: string): Promise<void> {
  const { items } = await source.events(filter.value, sort.value, 0, Number.MAX_SAFE_INTEGER);
  if (format === "csv") return save(`${meta.title}-events.csv`, eventsTable(items, meta, asked), "text/csv");
  const events = await Promise.all(items.map((row) => source.event(row.id)));
  save(`${meta.title}-events.json`, JSON.stringify({ about: aboutFile(asked, meta, items.length), events }, null, 1), "application/json");
}

/** Write events as a table. Each row says what was asked and of which record: a comment above the titles would be a broken row to most programs. */
export function eventsTable(rows: readonly EventRow[], meta: Meta, asked: string): string {
  const about = [asked, meta.title, meta.corpus, meta.version, meta.made, new Date().toISOString()];
  return csv([...COLUMNS, ...ABOUT], rows.map((row) => [...cells(row), ...about]));
}

const ABOUT = ["asked", "case", "corpus", "suasion", "made", "saved"];
const COLUMNS = ["id", "headline", "start", "end", "date_precision", "event_type", "mode", "instruments", "actors", "recipients", "factuality", "counted_as", "status", "place", "origins", "reports", "outlets", "languages", "disputes", "probability", "quote", "quoted", "decision", "dataset"];

function cells(row: EventRow) {
  const names = (parties: EventRow["actors"]) => parties.map((one) => one.actor).join("; ");
  return [
    row.id, row.headline, row.start, row.end, row.precision, row.event_type, row.mode, row.instruments.join("; "), names(row.actors), names(row.recipients),
    row.factuality, row.counted_as, row.status, row.where?.name ?? null, row.origins, row.reports, row.outlets.join("; "), row.languages.join("; "),
    row.disputes.join("; "), row.probability, row.quote, row.quoted, row.decision, row.dataset,
  ];
}
