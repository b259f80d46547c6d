// Records for tests, with only what a test says set.

import type { Decided, EventDetail, EventRow, Evidence, Mailed, Meta, Party, ReportRow } from "./shapes";

export function party(code: string): Party {
  return { key: code, name: code, actor: code, code };
}

export function row(id: string, said: Partial<EventRow> = {}): EventRow {
  return {
    id, headline: `Event ${id}`, start: null, end: null, precision: "unknown", day: "undated", event_type: "AID", mode: null, instruments: [], actors: [], recipients: [],
    factuality: "occurred", counted_as: "occurred", status: "reported", where: null, origins: 1, reports: 1, outlets: [], languages: [], disputes: [],
    probability: 0.9, quote: "", quoted: "", decision: null, dataset: "suasion", parent: null, ...said,
  };
}

export function report(id: string, said: Partial<ReportRow> = {}): ReportRow {
  return {
    id, name: id, outlet: "The Harbour Post", outlet_country: null, outlet_owner: "", day: null, url: null, language: "en", translated_from: null,
    translation_probability: 0, statements: 1, events: 1, damage: 0, independent: true, goes_back: [], ...said,
  };
}

export function sentence(id: string, text: string, told: ReportRow = report("r1")): Evidence {
  return {
    id, report: told, sentence: text, marks: [], chain: "", factuality: "occurred", when: "", quoted: false, probability: 0.9, coder: "", original: null, decided: [],
  };
}

export function detail(shown: EventRow, said: Partial<EventDetail> = {}): EventDetail {
  return { row: shown, facts: [], witnesses: "", evidence: [], origins: [], links: [], disputes: [], history: [], content: [], judgements: [], ...said };
}

export const META: Meta = {
  title: "Harbours", version: "0", made: "2026-01-01", corpus: "", reports: 0, statements: 0, events: 0, origins: 0, first_day: null, last_day: null,
  types: [
    { key: "AID", name: "Give aid", cooperative: true, mutual: false, modes: [] },
    { key: "CONSULT", name: "Meet or talk", cooperative: true, mutual: true, modes: ["visit"] },
    { key: "SANCTION", name: "Sanction", cooperative: false, mutual: false, modes: [] },
  ],
  contexts: [], instruments: [], states: [], outlets: [], languages: [], datasets: ["suasion"], gaps: [], reviewing: false,
};

export function mailed(events: readonly EventDetail[], decisions: readonly Decided[] = []): Mailed {
  const waiting = events.map(({ row: { id } }) => ({ event: id, weight: 1, reason: "" }));
  return { meta: META, events, waiting, ties: [], framings: [], reports: [], links: [], outlets: [], coverage: [], decisions };
}
