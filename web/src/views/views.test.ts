import { expect, test } from "vitest";
import { framed } from "../charts/time";
import type { Bin, Coverage, Framing, Tie } from "../shapes";
import { gridOf, keyOf } from "./coverage";
import { alone, byOutlet } from "./framing";
import { scores } from "./ties";
import { joined, sum } from "./timeline";

const bin = (start: string, factuality: Bin["factuality"], cooperative: boolean, n: number): Bin => ({ start, end: start, label: start, factuality, cooperative, n });

test("deeds and what has not happened are never added up", () => {
  const shown = framed([bin("2022-01-01", "occurred", true, 5), bin("2022-01-01", "planned", true, 3), bin("2022-01-01", "denied", false, 1)]);
  const [stretch] = shown ? joined(shown) : [];
  expect(stretch && [sum(stretch, "cooperation", ["occurred"]), sum(stretch, "cooperation", ["planned", "denied"]), sum(stretch, "conflict", ["occurred"])]).toEqual([5, 3, 0]);
});

const covered = (outlet: string, month: string | null, reports: number, events: number): Coverage => ({ outlet, month, reports, events });

test("a month without reports is told from one with reports and no events", () => {
  const grid = gridOf([covered("Wire", "2022-01", 2, 0), covered("Wire", "2022-03", 1, 4)], "month");
  expect(grid.periods).toEqual(["2022-01", "2022-02", "2022-03"]);
  expect([grid.cells.get(keyOf("Wire", "2022-01")), grid.cells.get(keyOf("Wire", "2022-02"))]).toEqual([{ reports: 2, events: 0 }, undefined]);
});

test("reports without a date stand in no month and are counted", () => {
  const grid = gridOf([covered("Wire", null, 3, 5), covered("Wire", "2021-12", 1, 1), covered("Post", "2022-02", 2, 2)], "year");
  expect([grid.undated, grid.periods, grid.outlets]).toEqual([3, ["2021", "2022"], ["Wire", "Post"]]);
});

const called = (outlet: string, label: string, kind: Framing["kind"], count: number): Framing => ({
  what: "actor", id: "state:OMN", name: "Oman", outlet, label, kind, holder: null, verbatim: false, count, outlets: 1, quotations: [],
});

test("words stand by outlet and kind, and those of one outlet alone are known", () => {
  const rows = [called("Wire", "sultanate", "description", 1), called("Wire", "gulf monarchy", "description", 4), called("Post", "sultanate", "description", 2)];
  expect(byOutlet(rows).map((one) => [one.outlet, one.of.description.map((row) => row.label)])).toEqual([["Post", ["sultanate"]], ["Wire", ["gulf monarchy", "sultanate"]]]);
  expect([...alone(rows)]).toEqual(["gulf monarchy"]);
});

test("a measure that exists one way only has a gap the other way", () => {
  const one = { measure: "affinity", value: 0.5 } as Tie;
  expect(scores([one], [])).toEqual([{ measure: "affinity", there: one, back: null }]);
});
