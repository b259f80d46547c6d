// Written by tools/page_types.py from suasion/publish/page/shapes.py: change it there.

export interface Between {
  readonly value: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
}

export interface Bin {
  readonly start: string | null;
  readonly end: string | null;
  readonly label: string;
  readonly factuality: "occurred" | "planned" | "conditional" | "possible" | "denied";
  readonly cooperative: boolean;
  readonly n: number;
}

export interface Change {
  readonly source: string;
  readonly target: string;
  readonly instrument: string;
  readonly dataset: string;
  readonly day: string;
  readonly window: string;
  readonly before: number;
  readonly after: number;
  readonly raw: Between;
  readonly corrected: Between;
  readonly probability: number;
  readonly note: string | null;
}

export interface Counted {
  readonly value: string;
  readonly n: number;
}

export interface Coverage {
  readonly outlet: string;
  readonly month: string | null;
  readonly reports: number;
  readonly events: number;
}

export interface Decided {
  readonly id: string;
  readonly action: string;
  readonly targets: readonly string[];
  readonly field: string | null;
  readonly value: string | null;
  readonly who: string;
  readonly when: string;
  readonly why: string | null;
  readonly stale: boolean;
}

export interface DisputeRow {
  readonly event: string;
  readonly headline: string;
  readonly field: string;
  readonly sides: readonly DisputeSide[];
}

export interface DisputeSide {
  readonly value: string;
  readonly holders: readonly string[];
  readonly statement_ids: readonly string[];
}

export interface Edge {
  readonly source: Named;
  readonly target: Named;
  readonly cooperative: number;
  readonly conflictual: number;
  readonly cooperative_open: number;
  readonly conflictual_open: number;
  readonly instruments: readonly Counted[];
}

export interface EventDetail {
  readonly row: EventRow;
  readonly facts: readonly (readonly [string, string])[];
  readonly witnesses: string;
  readonly evidence: readonly Evidence[];
  readonly origins: readonly OriginRow[];
  readonly links: readonly LinkRow[];
  readonly disputes: readonly DisputeRow[];
  readonly history: readonly (readonly [string, string])[];
  readonly content: readonly string[];
  readonly judgements: readonly Decided[];
}

export interface EventRow {
  readonly id: string;
  readonly headline: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly precision: string;
  readonly day: string;
  readonly event_type: string;
  readonly mode: string | null;
  readonly instruments: readonly string[];
  readonly actors: readonly Party[];
  readonly recipients: readonly Party[];
  readonly factuality: "occurred" | "planned" | "conditional" | "possible" | "denied";
  readonly counted_as: "occurred" | "planned" | "conditional" | "possible" | "denied";
  readonly status: "reported" | "corroborated" | "disputed" | "retracted";
  readonly where: Spot | null;
  readonly origins: number;
  readonly reports: number;
  readonly outlets: readonly string[];
  readonly languages: readonly string[];
  readonly disputes: readonly string[];
  readonly probability: number;
  readonly quote: string;
  readonly quoted: string;
  readonly decision: "accept" | "reject" | "unsure" | null;
  readonly dataset: string;
  readonly parent: string | null;
}

export interface Evidence {
  readonly id: string;
  readonly report: ReportRow;
  readonly sentence: string;
  readonly marks: readonly Mark[];
  readonly chain: string;
  readonly factuality: "occurred" | "planned" | "conditional" | "possible" | "denied";
  readonly when: string;
  readonly quoted: boolean;
  readonly probability: number;
  readonly coder: string;
  readonly original: string | null;
  readonly decided: readonly string[];
}

export interface Facets {
  readonly source: readonly Counted[];
  readonly target: readonly Counted[];
  readonly type: readonly Counted[];
  readonly instrument: readonly Counted[];
  readonly factuality: readonly Counted[];
  readonly status: readonly Counted[];
  readonly outlet: readonly Counted[];
  readonly language: readonly Counted[];
}

export interface FactualityCounts {
  readonly occurred: number;
  readonly planned: number;
  readonly conditional: number;
  readonly possible: number;
  readonly denied: number;
}

export interface Framing {
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
  readonly quotations: readonly Quotation[];
}

export interface Kind {
  readonly key: string;
  readonly name: string;
  readonly cooperative: boolean;
  readonly mutual: boolean;
  readonly modes: readonly string[];
}

export interface LinkRow {
  readonly id: string;
  readonly from_report: string;
  readonly to: LinkTarget;
  readonly relation: "copies" | "translates" | "rewrites" | "relays" | "quotes";
  readonly evidence: string;
  readonly score: number;
  readonly reasons: readonly string[];
}

export interface LinkTarget {
  readonly kind: "report" | "origin";
  readonly id: string;
  readonly name: string;
}

export interface Mailed {
  readonly meta: Meta;
  readonly events: readonly EventDetail[];
  readonly waiting: readonly Waiting[];
  readonly ties: readonly Tie[];
  readonly framings: readonly Framing[];
  readonly reports: readonly ReportRow[];
  readonly links: readonly LinkRow[];
  readonly outlets: readonly OutletRow[];
  readonly coverage: readonly Coverage[];
  readonly decisions: readonly Decided[];
}

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: "action" | "actor" | "recipient" | "holder" | "damage" | "place" | "time" | "amount";
  readonly note: string;
}

export interface Meta {
  readonly title: string;
  readonly version: string;
  readonly made: string;
  readonly corpus: string;
  readonly reports: number;
  readonly statements: number;
  readonly events: number;
  readonly origins: number;
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly types: readonly Kind[];
  readonly contexts: readonly string[];
  readonly instruments: readonly Named[];
  readonly states: readonly State[];
  readonly outlets: readonly string[];
  readonly languages: readonly string[];
  readonly datasets: readonly string[];
  readonly gaps: readonly string[];
  readonly reviewing: boolean;
}

export interface Named {
  readonly key: string;
  readonly name: string;
}

export interface OriginRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly report_ids: readonly string[];
}

export interface OutletRow {
  readonly name: string;
  readonly country: string | null;
  readonly owners: readonly Ownership[];
  readonly reports: number;
  readonly events: number;
  readonly own: number;
  readonly goes_back: readonly Counted[];
}

export interface Ownership {
  readonly family: string | null;
  readonly state: boolean;
  readonly start: string | null;
  readonly end: string | null;
}

export interface Party {
  readonly key: string;
  readonly name: string;
  readonly actor: string;
  readonly code: string | null;
}

export interface PlaceCount {
  readonly spot: Spot;
  readonly n: number;
  readonly event_ids: readonly string[];
}

export interface QueueRow {
  readonly row: EventRow;
  readonly weight: number;
  readonly reason: string;
}

export interface Quotation {
  readonly report_id: string;
  readonly sentence: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface ReportRow {
  readonly id: string;
  readonly name: string;
  readonly outlet: string;
  readonly outlet_country: string | null;
  readonly outlet_owner: string;
  readonly day: string | null;
  readonly url: string | null;
  readonly language: string | null;
  readonly translated_from: string | null;
  readonly translation_probability: number;
  readonly statements: number;
  readonly events: number;
  readonly damage: number;
  readonly independent: boolean;
  readonly goes_back: readonly string[];
}

export interface ReportText {
  readonly text: string;
  readonly original: string | null;
}

export interface Spot {
  readonly name: string;
  readonly country: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly precision: string;
  readonly exact: boolean;
}

export interface State {
  readonly key: string;
  readonly name: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

export interface Tie {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly instrument: string;
  readonly window: Window;
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
  readonly counts: FactualityCounts;
  readonly event_ids: readonly string[];
  readonly dataset: string;
  readonly note: string | null;
}

export interface Waiting {
  readonly event: string;
  readonly weight: number;
  readonly reason: string;
}

export interface Window {
  readonly start: string | null;
  readonly end: string | null;
  readonly label: string;
}
