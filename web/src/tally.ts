// Counts over events, for a page without a server: each function answers what the API's address of the same name answers.

import { isoDay, middleOf } from "./charts/time";
import { type Filter, type ListName, LISTS } from "./filter";
import type { Bin, Counted, Edge, EventRow, Facets, Kind, Named, Party, PlaceCount } from "./shapes";
import type { Sort, Unit } from "./source";

/** An event as it is searched: its row, and its sentences in small letters, a line each. */
export interface Sought {
  readonly row: EventRow;
  readonly told: () => string;
}

/** Letters without case, accents and marks, so that "Peru" finds "Perú". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const VALUES: Readonly<Record<ListName, (row: EventRow) => readonly string[]>> = {
  source: (row) => codes(row.actors),
  target: (row) => codes(row.recipients.length ? row.recipients : row.actors), // done with one another: each is aimed at
  type: (row) => [row.event_type],
  instrument: (row) => [...new Set(row.instruments.flatMap((name) => [name, name.split("/", 1)[0] ?? name]))],
  factuality: (row) => [row.factuality],
  status: (row) => [row.status],
  outlet: (row) => row.outlets,
  language: (row) => row.languages,
};

function codes(parties: readonly Party[]): readonly string[] {
  return [...new Set(parties.flatMap((one) => (one.code ? [one.code] : [])))];
}

/** Whether an event meets a filter. */
export function meets(one: Sought, filter: Filter): boolean {
  return LISTS.every((name) => lists(one.row, filter, name)) && meetsRest(one, filter);
}

function lists(row: EventRow, filter: Filter, name: ListName): boolean {
  const asked = filter[name];
  return !asked?.length || VALUES[name](row).some((value) => asked.includes(value));
}

function meetsRest(one: Sought, filter: Filter): boolean {
  const { row } = one;
  if (filter.min_origins && row.origins < filter.min_origins) return false;
  if (filter.from && !((row.end ?? "") >= filter.from)) return false;
  if (filter.to && !(row.start && row.start <= filter.to)) return false;
  if (filter.dataset && row.dataset !== filter.dataset) return false;
  return !filter.text || one.told().includes(filter.text.toLowerCase());
}

/** Put events in an order; the undated come last, and what is alike stays as it was. */
export function sorted(rows: readonly EventRow[], sort: Sort): readonly EventRow[] {
  const turn = sort.startsWith("-") ? -1 : 1;
  const key = sort.replace("-", "") as "day" | "origins" | "probability";
  if (key !== "day") return [...rows].sort((a, b) => turn * (a[key] - b[key]));
  const undated = rows.filter((row) => !row.start);
  const dated = rows.filter((row) => row.start);
  dated.sort((a, b) => turn * (a.start! < b.start! ? -1 : a.start! > b.start! ? 1 : 0));
  return [...dated, ...undated];
}

/** For each filter its values with the numbers of events that the other filters leave, the most frequent first. */
export function facets(events: readonly Sought[], filter: Filter): Facets {
  const found = Object.fromEntries(LISTS.map((name) => [name, new Map()])) as Record<ListName, Map<string, number>>;
  for (const one of events) {
    const unmet = LISTS.filter((name) => !lists(one.row, filter, name));
    if (unmet.length > 1 || !meetsRest(one, filter)) continue;
    for (const name of unmet.length ? unmet : LISTS) for (const value of VALUES[name](one.row)) found[name].set(value, (found[name].get(value) ?? 0) + 1);
  }
  return Object.fromEntries(LISTS.map((name) => [name, frequent(found[name])])) as unknown as Facets;
}

export function counts(values: readonly string[]): readonly Counted[] {
  const found = new Map<string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return frequent(found);
}

function frequent(found: ReadonlyMap<string, number>): readonly Counted[] {
  return [...found].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1));
}

/** The first and last day of the stretch that a day is in, and its name. Weeks begin on Monday. */
export function stretch(day: string, unit: Unit): { readonly start: string; readonly end: string; readonly label: string } {
  const at = new Date(`${day}T00:00:00Z`);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const iso = (one: Date) => one.toISOString().slice(0, 10);
  const within = (first: number, months: number, label: string) =>
    ({ start: iso(new Date(Date.UTC(year, first, 1))), end: iso(new Date(Date.UTC(year, first + months, 0))), label });
  if (unit === "year") return within(0, 12, String(year));
  if (unit === "quarter") return within(month - (month % 3), 3, `${year} Q${Math.floor(month / 3) + 1}`);
  if (unit === "month") return within(month, 1, day.slice(0, 7));
  if (unit === "day") return { start: day, end: day, label: day };
  const monday = new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * 86_400_000);
  return { start: iso(monday), end: iso(new Date(monday.getTime() + 6 * 86_400_000)), label: iso(monday) };
}

/** Count events by stretch of days, in columns of factuality, cooperation apart from conflict; the undated come last, without days. */
export function timeline(rows: readonly EventRow[], unit: Unit, kinds: ReadonlyMap<string, Kind>): readonly Bin[] {
  const bins = new Map<string, { -readonly [Key in keyof Bin]: Bin[Key] }>();
  for (const row of rows) {
    const at = middleOf(row);
    const where = at !== null ? stretch(isoDay(at), unit) : { start: null, end: null, label: "" };
    const cooperative = kinds.get(row.event_type)?.cooperative ?? false;
    const key = `${where.start} ${row.counted_as} ${cooperative}`;
    const held = bins.get(key);
    if (held) held.n += 1;
    else bins.set(key, { ...where, factuality: row.counted_as, cooperative, n: 1 });
  }
  const at = (bin: Bin) => bin.start ?? "9999";
  return [...bins.values()].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

/** Count events by place, the most frequent first. */
export function places(rows: readonly EventRow[]): readonly PlaceCount[] {
  const found = new Map<string, { spot: PlaceCount["spot"]; n: number; event_ids: string[] }>();
  for (const { id, where } of rows) {
    if (!where || where.lat === null || where.lon === null) continue;
    const key = [where.name, where.country, where.lat, where.lon].join("\u0000");
    const held = found.get(key) ?? { spot: where, n: 0, event_ids: [] };
    held.n += 1;
    held.event_ids.push(id);
    found.set(key, held);
  }
  return [...found.values()].sort((a, b) => b.n - a.n || (a.spot.name < b.spot.name ? -1 : 1));
}

/** Sum up what each side did toward each other: an act done with one another counts in both directions, one that was taken back in none. */
export function network(rows: readonly EventRow[], kinds: ReadonlyMap<string, Kind>): readonly Edge[] {
  const found = new Map<string, { source: Named; target: Named; counts: Record<Column, number>; means: string[] }>();
  for (const row of rows) {
    if (row.status === "retracted") continue;
    const kind = kinds.get(row.event_type);
    const column: Column = `${kind?.cooperative ? "cooperative" : "conflictual"}${row.counted_as === "occurred" ? "" : "_open"}`;
    for (const [from, to] of pairs(row, kind)) {
      const key = `${from.key}\u0000${to.key}`;
      const held = found.get(key) ?? { source: named(from), target: named(to), counts: { ...NONE }, means: [] };
      held.counts[column] += 1;
      held.means.push(...row.instruments);
      found.set(key, held);
    }
  }
  const size = (one: Edge) => one.cooperative + one.conflictual + one.cooperative_open + one.conflictual_open;
  return [...found.values()]
    .map(({ source, target, counts: columns, means }): Edge => ({ source, target, ...columns, instruments: counts(means) }))
    .sort((a, b) => size(b) - size(a));
}

type Column = "cooperative" | "conflictual" | "cooperative_open" | "conflictual_open";
const NONE: Readonly<Record<Column, number>> = { cooperative: 0, conflictual: 0, cooperative_open: 0, conflictual_open: 0 };

function pairs(row: EventRow, kind: Kind | undefined): readonly (readonly [Party, Party])[] {
  const once = (parties: readonly Party[]) => [...new Map(parties.filter((one) => one.code).map((one) => [one.key, one])).values()]; // "its allies" are no side
  const actors = once(row.actors);
  const others = row.recipients.length ? once(row.recipients) : kind?.mutual ? actors : [];
  return actors.flatMap((from) => others.filter((to) => to.key !== from.key).map((to) => [from, to] as const));
}

const named = (party: Party): Named => ({ key: party.key, name: party.name });
