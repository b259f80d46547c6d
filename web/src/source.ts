// Where the page's rows come from: the server, or the page itself when it was mailed. Views know only this.

import type { ReadonlySignal } from "@preact/signals";
import type { Filter } from "./filter";
import type {
  Bin, Coverage, Decided, DisputeRow, Edge, EventDetail, EventRow, Facets, LinkRow, Meta, OutletRow, PlaceCount, QueueRow, ReportRow, ReportText,
} from "./shapes";
import type { Change, FramingRow, Tie } from "./records";

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | null;
}

export type Sort = "day" | "-day" | "origins" | "-origins" | "probability" | "-probability";
export type Unit = "day" | "week" | "month" | "quarter" | "year";

export interface Decision {
  readonly action: "accept" | "reject" | "unsure" | "merge" | "split" | "correct" | "mark-copy" | "mark-independent" | "undo";
  readonly targets: readonly string[];
  readonly field?: string;
  readonly value?: string;
  readonly why?: string;
  readonly who?: string;
}

export interface TieQuestion {
  readonly source?: string;
  readonly target?: string;
  readonly instrument?: string;
  readonly window?: string;
  readonly dataset?: string;
}

/** Decisions that only the page holds: how many, and as lines of a file. */
export interface Desk {
  readonly count: ReadonlySignal<number>;
  lines(): string;
}

/** Bringing the record up to date with what was decided: how many decisions wait for it, and why the last try came to nothing. */
export interface RunState {
  readonly running: boolean;
  readonly pending: number;
  readonly failed: string;
}

export interface Runner {
  state(): Promise<RunState>;
  begin(): Promise<RunState>;
}

export interface Source {
  /** Absent where decisions are sent at once. */
  readonly desk?: Desk;
  /** Absent where nothing can be run. */
  readonly runner?: Runner;
  meta(): Promise<Meta>;
  events(filter: Filter, sort: Sort, offset: number, limit: number): Promise<Page<EventRow>>;
  event(id: string): Promise<EventDetail | null>;
  facets(filter: Filter): Promise<Facets>;
  timeline(filter: Filter, unit: Unit): Promise<readonly Bin[]>;
  places(filter: Filter): Promise<readonly PlaceCount[]>;
  network(filter: Filter): Promise<readonly Edge[]>;
  ties(question: TieQuestion): Promise<readonly Tie[]>;
  /** The days on which a pair's cooperative deeds began to come at another rate; none where the page cannot work them out. */
  changes(question: TieQuestion): Promise<readonly Change[]>;
  disputes(filter: Filter): Promise<readonly DisputeRow[]>;
  framings(actor: string | null): Promise<readonly FramingRow[]>;
  reports(filter: Filter): Promise<readonly ReportRow[]>;
  /** A report with all that it says; absent where only quotations are carried. */
  report?(id: string): Promise<ReportText | null>;
  links(): Promise<readonly LinkRow[]>;
  outlets(): Promise<readonly OutletRow[]>;
  coverage(): Promise<readonly Coverage[]>;
  /** The first thousand events that wait for a decision; `total` counts all. */
  queue(filter: Filter): Promise<Page<QueueRow>>;
  /** The decisions in force, the newest first. */
  decisions(): Promise<readonly Decided[]>;
  /** Write a decision down; the event's row as it is shown from now on follows by `event`. */
  decide(decision: Decision): Promise<Decided>;
  /** Where exactly what is seen can be fetched as a file; null where the page makes the file itself. */
  exportAddress(filter: Filter, format: string): string | null;
  /** Fetch a file; absent where the page makes the file itself. */
  file?(address: string): Promise<{ readonly name: string | null; readonly content: Blob }>;
}
