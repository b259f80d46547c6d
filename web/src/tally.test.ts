import { expect, test } from "vitest";
import { META, party, row } from "./making";
import { facets, meets, network, places, sorted, stretch, timeline } from "./tally";

const kinds = new Map(META.types.map((kind) => [kind.key, kind]));
const sought = (one: ReturnType<typeof row>, ...sentences: string[]) => ({ row: one, told: () => sentences.join("\n").toLowerCase() });

test("a text is found as it stands in one sentence, in small or capital letters, as the server finds it", () => {
  const one = sought(row("a"), "Perú envió barcos.", "The harbour was closed.");
  expect(meets(one, { text: "HARBOUR was" })).toBe(true);
  expect(meets(one, { text: "arbour" })).toBe(true);
  expect(meets(one, { text: "peru" })).toBe(false);
  expect(meets(one, { text: "barcos. the" })).toBe(false);
});

test("an act done with one another is aimed at each of its sides", () => {
  const talks = sought(row("a", { actors: [party("FRA"), party("NER")] }));
  expect(meets(talks, { target: ["NER"] })).toBe(true);
  expect(meets(sought(row("b", { actors: [party("FRA")], recipients: [party("TCD")] })), { target: ["FRA"] })).toBe(false);
});

test("a group of means stands for all of them", () => {
  expect(meets(sought(row("a", { instruments: ["military/port-call"] })), { instrument: ["military"] })).toBe(true);
});

test("an event that lasts meets a period that it touches, and an undated one none", () => {
  const lasting = sought(row("a", { start: "2022-01-01", end: "2022-03-31" }));
  expect(meets(lasting, { from: "2022-03-01", to: "2022-04-01" })).toBe(true);
  expect(meets(lasting, { from: "2022-04-01" })).toBe(false);
  expect(meets(sought(row("b")), { from: "2000-01-01" })).toBe(false);
  expect(meets(sought(row("b")), { to: "2100-01-01" })).toBe(false);
});

test("a condition does not narrow its own counts", () => {
  const events = [sought(row("a", { status: "reported" })), sought(row("b", { status: "disputed" })), sought(row("c", { status: "disputed", origins: 3 }))];
  expect(facets(events, { status: ["reported"] }).status).toEqual([{ value: "disputed", n: 2 }, { value: "reported", n: 1 }]);
  expect(facets(events, { status: ["disputed"], min_origins: 2 }).type).toEqual([{ value: "AID", n: 1 }]);
});

test("the undated come last in both orders of days, and equals keep their order", () => {
  const rows = [row("u"), row("a", { start: "2020-01-01" }), row("b", { start: "2021-01-01" }), row("c", { start: "2020-01-01" })];
  expect(sorted(rows, "day").map((one) => one.id)).toEqual(["a", "c", "b", "u"]);
  expect(sorted(rows, "-day").map((one) => one.id)).toEqual(["b", "a", "c", "u"]);
});

test("weeks begin on Monday, quarters and months end on their last day", () => {
  expect(stretch("2024-06-02", "week")).toMatchObject({ start: "2024-05-27", end: "2024-06-02" });
  expect(stretch("2024-02-10", "quarter")).toMatchObject({ start: "2024-01-01", end: "2024-03-31" });
  expect(stretch("2024-02-10", "month")).toMatchObject({ end: "2024-02-29", label: "2024-02" });
});

test("a bin counts events by the middle of their period, and the undated apart", () => {
  const bins = timeline([row("a", { start: "2024-01-01", end: "2024-03-31" }), row("b"), row("c", { start: "2024-02-01", end: "2024-02-01", event_type: "SANCTION" })], "month", kinds);
  expect(bins.map((bin) => [bin.label, bin.cooperative, bin.n])).toEqual([["2024-02", true, 1], ["2024-02", false, 1], ["", true, 1]]);
});

test("talks count in both directions, a deed without a recipient in none, what has not happened apart", () => {
  const edges = network([
    row("a", { event_type: "CONSULT", actors: [party("FRA"), party("NER")] }),
    row("b", { event_type: "AID", actors: [party("FRA"), party("NER")] }),
    row("c", { event_type: "SANCTION", actors: [party("FRA")], recipients: [party("NER")], factuality: "planned", counted_as: "planned" }),
  ], kinds);
  expect(edges.map((one) => [one.source.key, one.target.key, one.cooperative, one.conflictual_open])).toEqual([["FRA", "NER", 1, 1], ["NER", "FRA", 1, 0]]);
});

test("what was taken back, and sides that are no party, draw no line", () => {
  const allies = { key: "group:x", name: "its allies", actor: "its allies", code: null };
  expect(network([
    row("a", { actors: [party("FRA")], recipients: [party("NER")], status: "retracted" }),
    row("b", { actors: [party("FRA")], recipients: [allies] }),
    row("c", { event_type: "CONSULT", actors: [party("FRA"), party("NER")], recipients: [allies] }),
  ], kinds)).toEqual([]);
});

test("places are counted where they are known", () => {
  const port = { name: "Hambantota", country: "LKA", lat: 6.1, lon: 81.1, precision: "city", exact: true };
  expect(places([row("a", { where: port }), row("b", { where: port }), row("c")])).toEqual([{ spot: port, n: 2, event_ids: ["a", "b"] }]);
});
