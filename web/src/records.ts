// The records that the page shows as they are kept: see suasion/records.

export interface Tie {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly instrument: string;
  readonly window: { readonly start: string | null; readonly end: string | null; readonly label: string };
  readonly measure: string;
  readonly value: number | null;
  readonly value_how: string;
  readonly unit: string;
  readonly low80: number | null;
  readonly high80: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
  readonly n: number;
  readonly effective_n: number;
  readonly counts: Readonly<Record<"occurred" | "planned" | "conditional" | "possible" | "denied", number>>;
  readonly event_ids: readonly string[];
  readonly dataset: string;
  readonly note: string | null;
}

export interface FramingRow {
  readonly what: "actor" | "event";
  readonly id: string;
  readonly name: string;
  readonly outlet: string;
  readonly label: string;
  readonly kind: "description" | "act" | "title" | "name";
  readonly holder: string | null;
  readonly verbatim: boolean;
  readonly count: number;
  readonly outlets: number;
  readonly quotations: readonly { readonly report_id: string; readonly sentence: string; readonly text: string; readonly start: number; readonly end: number }[];
}
