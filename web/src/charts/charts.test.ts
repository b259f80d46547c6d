import { expect, test } from "vitest";
import type { Bin, Edge, LinkRow, ReportRow, Tie } from "../shapes";
import { descents } from "./descent";
import { bent } from "./edges";
import { laidOut, sidesOf } from "./force";
import { roundUp, scaleOf } from "./intervals";
import { around, meets, placeLabels, type Wanted, widthOf } from "./labels";
import { runs } from "./multiples";
import { linesOf } from "./pairs";
import { csv } from "./save";
import { rooted, wholeTicks } from "./scales";
import { type Column, sorted } from "./table";
import { framed, stretches, timeTicks, unitFor } from "./time";

const named = (key: string) => ({ key, name: `State ${key}` });
const edge = (source: string, target: string, cooperative: number, conflictual = 0, open = 0): Edge => ({
  source: named(source), target: named(target), cooperative, conflictual, cooperative_open: open, conflictual_open: 0, instruments: [],
});
const bin = (start: string | null, n: number, more: Partial<Bin> = {}): Bin => ({ start, end: start, label: start ?? "", factuality: "occurred", cooperative: true, n, ...more });
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

test("labels never overlap each other, what is taken, or the edge", () => {
  const wanted: Wanted[] = Array.from({ length: 60 }, (_, i) => ({ key: String(i), text: `Label ${i}`, x: 20 + ((i * 37) % 260), y: 15 + ((i * 53) % 170), r: 4 }));
  const taken = [around(150, 100, 30)];
  const placed = placeLabels(wanted, 300, 200, taken);
  const boxes = placed.map((one) => {
    const width = widthOf(one.text);
    const left = one.anchor === "start" ? one.x : one.anchor === "end" ? one.x - width : one.x - width / 2;
    return { left, right: left + width, top: one.y - 10, bottom: one.y + 2 };
  });
  expect(placed.length).toBeGreaterThan(10);
  boxes.forEach((one, i) => {
    expect(one.left >= 0 && one.right <= 300).toBe(true);
    expect([...taken, ...boxes.slice(i + 1)].some((other) => meets(one, other))).toBe(false);
  });
});

test("a label that finds no room gives way to one that was wanted before it", () => {
  const wanted = ["first", "second"].map((text): Wanted => ({ key: text, text, x: 20, y: 10, r: 2 }));
  expect(placeLabels(wanted, 60, 20).map((one) => one.key)).toEqual(["first"]);
});

test("wide letters are taken to be wide", () => {
  expect(widthOf("中国")).toBeGreaterThan(widthOf("ab"));
});

test("a scale of roots stays within its ends, whatever it is given", () => {
  const scale = rooted(50_000, 1, 6);
  expect([scale(-5), scale(0), scale(50_000), scale(1e9)]).toEqual([1, 1, 6, 6]);
  expect(rooted(0, 2, 9)(3)).toBe(2);
});

test("the lines of an axis of counts are whole numbers and reach the highest count", () => {
  for (const most of [1, 2, 3, 7, 12, 99, 365, 50_000]) {
    const ticks = wholeTicks(most);
    expect(ticks.every(Number.isInteger)).toBe(true);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
    expect(ticks.length).toBeLessThanOrEqual(6);
  }
});

test("a table is sorted by numbers as numbers, and what is missing comes last both ways", () => {
  const columns: Column<{ n: number | null }>[] = [{ title: "n", value: (row) => row.n }];
  const rows = [{ n: 10 }, { n: null }, { n: 9 }];
  expect(sorted(rows, columns, { column: 0, down: false }).map((row) => row.n)).toEqual([9, 10, null]);
  expect(sorted(rows, columns, { column: 0, down: true }).map((row) => row.n)).toEqual([10, 9, null]);
  expect(sorted(rows, columns, null)).toBe(rows);
});

test("commas, quotes and line ends survive in CSV", () => {
  expect(csv(["a", "b"], [['say "no", now', null], ["x\ny", 2]])).toBe('a,b\r\n"say ""no"", now",\r\n"x\ny",2\r\n');
});

test("the unit of time is the finest that the eye can tell apart", () => {
  expect(unitFor(day("2022-03-01"), day("2022-04-01"))).toBe("day");
  expect(unitFor(day("2014-01-01"), day("2016-12-31"))).toBe("week");
  expect(unitFor(day("1900-01-01"), day("2024-01-01"))).toBe("year");
  expect(stretches("year", day("2020-01-01"), day("2022-01-01"))).toBe(3);
});

test("a thin tail long before the rest is counted and not drawn; the undated are counted too", () => {
  const bins = [bin("1815-06-18", 1), ...Array.from({ length: 60 }, (_, i) => bin(`2022-0${1 + (i % 9)}-10`, 3)), bin(null, 7)];
  const shown = framed(bins);
  expect(shown).toMatchObject({ earlier: 1, undated: 7 });
  expect(new Date(shown?.from ?? 0).getUTCFullYear()).toBe(2022);
});

test("no bin is lost between what is drawn and what is counted beside", () => {
  const bins = [bin("1990-01-01", 2), bin("2020-01-01", 50), bin("2021-01-01", 50), bin(null, 3)];
  const shown = framed(bins);
  expect((shown?.bins ?? []).reduce((sum, one) => sum + one.n, 0) + (shown?.earlier ?? 0) + (shown?.undated ?? 0)).toBe(105);
});

test("only undated events make no picture, and are counted", () => {
  expect(framed([bin(null, 4)])).toMatchObject({ bins: [], undated: 4 });
  expect(framed([])).toBeNull();
});

test("the dates under an axis lie within it and in order", () => {
  for (const [from, until] of [["2022-03-01", "2022-03-05"], ["2022-01-15", "2022-12-01"], ["1991-06-01", "2024-02-02"]] as const) {
    const x = (at: number) => ((at - day(from)) / (day(until) - day(from))) * 600;
    const ticks = timeTicks(day(from), day(until), x, 80);
    expect(ticks.length).toBeGreaterThan(0);
    ticks.forEach((tick, i) => expect(tick.x >= 0 && tick.x <= 600 && tick.x > (ticks[i - 1]?.x ?? -1)).toBe(true));
  }
});

test("the same rows give the same network, in whatever order they come", () => {
  const edges = [edge("A", "B", 9), edge("B", "C", 4, 2), edge("C", "A", 0, 0, 1), edge("D", "A", 2)];
  const places = (rows: readonly Edge[]) => new Map(laidOut(rows, 10, 700, 500).map((node) => [node.key, [node.x, node.y]]));
  expect(places(edges)).toEqual(places([...edges].reverse()));
  expect([...places(edges).keys()]).toEqual(sidesOf([...edges].reverse()).map((side) => side.key));
});

test("every side of a network lies within the picture", () => {
  const edges = Array.from({ length: 40 }, (_, i) => edge(String(i), String((i * 7 + 3) % 40), 1 + (i % 5)));
  for (const node of laidOut(edges, 24, 360, 400)) {
    expect(node.x >= 0 && node.x <= 360 && node.y >= 0 && node.y <= 400).toBe(true);
  }
  expect(laidOut(edges, 24, 360, 400)).toHaveLength(24);
});

test("a pair has a line for cooperation and one for conflict, and none for what it has not", () => {
  const lines = linesOf([edge("A", "B", 3, 1), edge("B", "A", 0, 0, 2)]);
  expect(lines.map((line) => [line.edge.source.key, line.side, line.deeds, line.open])).toEqual([["A", "cooperation", 3, 0], ["A", "conflict", 1, 0], ["B", "cooperation", 0, 2]]);
});

test("the way there and the way back bend to different sides", () => {
  const [a, b] = [{ x: 0, y: 0 }, { x: 100, y: 0 }];
  expect(Math.sign(bent(a, b, "cooperation", 5, 2).middle.y)).toBe(-Math.sign(bent(b, a, "cooperation", 5, 2).middle.y));
  expect(bent(a, b, "conflict", 5, 2).middle.y).not.toBe(bent(a, b, "cooperation", 5, 2).middle.y);
});

const tie = (start: string, end: string, value: number | null): Tie => ({
  id: start, source: "A", target: "B", instrument: "all", window: { start, end, label: start }, measure: "courtship", value, value_how: value === null ? "insufficient" : "estimated",
  unit: "", low80: value, high80: value, low95: value, high95: value, n: 1, effective_n: 1, counts: { occurred: 1, planned: 0, conditional: 0, possible: 0, denied: 0 }, event_ids: [], dataset: "suasion", note: null,
});

test("a window with too little, and one without any act, interrupt a series", () => {
  const series = [tie("2020-01-01", "2020-03-31", 1), tie("2020-04-01", "2020-06-30", 2), tie("2020-07-01", "2020-09-30", null), tie("2020-10-01", "2020-12-31", 3), tie("2021-07-01", "2021-09-30", 4)];
  expect(runs(series).map((run) => run.ties.map((one) => one.value))).toEqual([[1, 2], [3], [4]]);
});

test("a measure with two ends keeps its scale; one without goes up to a round number", () => {
  expect(scaleOf([-1, 1], [tie("2020-01-01", "2020-03-31", 0.2)])).toEqual([-1, 1]);
  expect(scaleOf([0, null], [tie("2020-01-01", "2020-03-31", 13)])).toEqual([0, 20]);
  expect([roundUp(0.03), roundUp(7), roundUp(100)]).toEqual([0.05, 10, 100]);
});

const report = (id: string): ReportRow => ({ id, name: `Report ${id}` }) as ReportRow;
const link = (from: string, to: string): LinkRow => ({ id: `${from}${to}`, from_report: from, to: { kind: "report", id: to, name: to }, relation: "copies", evidence: "", score: 1, reasons: [] });

test("reports stand under what they go back to, and those of those one deeper", () => {
  const [root] = descents([report("a"), report("b"), report("c")], [link("b", "a"), link("c", "b")]);
  expect(root).toMatchObject({ key: "a", name: "Report a", inside: true });
  expect(root?.below.map((one) => [one.name, one.depth])).toEqual([["Report b", 1], ["Report c", 2]]);
});

test("reports that go back to each other in a circle end", () => {
  const roots = descents([report("a"), report("b")], [link("a", "b"), link("b", "a")]);
  expect(roots.flatMap((root) => root.below)).toHaveLength(1);
});
