import { expect, test } from "vitest";
import { withAbout } from "./charts/files";
import { bandOf, estimate, gradeOf } from "./estimate";
import { META } from "./making";
import { language } from "./words";

language.value = "en";

test("a probability is called by its band, and every probability by one", () => {
  expect([0, 0.049, 0.05, 0.2, 0.45, 0.549, 0.55, 0.8, 0.95, 1].map(bandOf)).toEqual([
    "remote", "remote", "veryUnlikely", "unlikely", "even", "even", "likely", "veryLikely", "almostCertain", "almostCertain",
  ]);
});

test("nothing is told to be certain", () => {
  expect([estimate(1), estimate(0), estimate(0.873)]).toEqual(["almost certain (99%)", "almost no chance (1%)", "very likely (87%)"]);
});

test("no outlet is graded, and information only by who else asserts it", () => {
  expect((["corroborated", "reported", "disputed", "retracted"] as const).map(gradeOf)).toEqual(["F1", "F6", "F6", "F5"]);
});

test("a file of rows says what it shows, of which record, and how many there are", () => {
  globalThis.location = { protocol: "http:", href: "http://127.0.0.1/#view=map" } as Location;
  const held = JSON.parse(withAbout(META, "Places", ["Place", "Events"], [["Oruro", 3], ["La Paz", 1]])) as { about: object; rows: object[] };
  expect(held.about).toMatchObject({ told: "Places", asked: "all events", record: "Harbours", address: "http://127.0.0.1/#view=map", total: 2 });
  globalThis.location = { protocol: "file:", href: "file:///home/ana/letter.html#view=map", hash: "#view=map" } as Location;
  expect(withAbout(META, "Places", [], [])).not.toContain("ana");
  expect(held.rows).toEqual([{ Place: "Oruro", Events: 3 }, { Place: "La Paz", Events: 1 }]);
});
