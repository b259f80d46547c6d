import { expect, test } from "vitest";
import { inWords, naming } from "./inwords";
import { META } from "./making";
import { found } from "./parts/choices";
import { fill, language, words } from "./words";
import en from "./words/en.json";
import es from "./words/es.json";

language.value = "en";

test("a filter is told in words, and no filter too", () => {
  const name = naming({ ...META, states: [{ key: "RUS", name: "Russia", lat: null, lon: null }, { key: "CHN", name: "China", lat: null, lon: null }] });
  expect(inWords({ source: ["RUS", "CHN"], type: ["AID"], min_origins: 2, from: "2022-03-01" }, name))
    .toBe("from Russia or China; Give aid; from at least 2 independent origins; on 1 Mar 2022 or later");
  expect(inWords({}, name)).toBe("all events");
});

test("every text is there in each language, with the same places to fill", () => {
  const texts = (held: object, path = ""): [string, string][] =>
    Object.entries(held).flatMap(([key, value]) => (typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : texts(value as object, `${path}${key}.`)));
  const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((one) => one[1]))].sort().join();
  const shape = (held: object) => texts(held).map(([path, text]) => `${path}: ${places(text)}`).sort();
  expect(shape(es)).toEqual(shape(en));
  expect(texts(es).filter(([, text]) => !text.trim())).toEqual([]);
});

test("one is one, and others are many", () => {
  expect([1, 2].map((n) => fill(words().events.count, { n }))).toEqual(["1 event", "2 events"]);
});

test("typing finds values by the beginning of any word of their name, and by code", () => {
  const values = ["USA", "ARE", "FRA"].map((value) => ({ value, n: 1 }));
  const names: Readonly<Record<string, string>> = { USA: "United States", ARE: "United Arab Emirates", FRA: "France" };
  const typed = (text: string) => found(values, [], text, (value) => names[value] ?? "").map((one) => one.value);
  expect([typed("unit"), typed("stat"), typed("fra"), typed("zzz")]).toEqual([["USA", "ARE"], ["USA"], ["FRA"], []]);
});

test("what is asked for stays in sight among many", () => {
  const values = Array.from({ length: 40 }, (_, i) => ({ value: `v${i}`, n: 40 - i }));
  expect(found(values, ["v30"], "", (value) => value).map((one) => one.value)).toEqual(["v30", "v0", "v1", "v2", "v3", "v4"]);
});
