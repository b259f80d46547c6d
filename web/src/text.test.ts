import { expect, test } from "vitest";
import { pieces } from "./text";

const mark = (start: number, end: number, kind: "action" | "actor" = "action") => ({ start, end, kind, note: "" });

test("pieces together are the sentence", () => {
  const said = "Perú 🚢 sent\u200f ships";
  expect(pieces(said, [mark(5, 6), mark(0, 4, "actor")]).map((one) => one.text).join("")).toBe(said);
});

test("a mark after an emoji covers the code points it names", () => {
  const found = pieces("🚢🚢 go now", [mark(3, 5)]).find((one) => one.marks.length);
  expect(found?.text).toBe("go");
});

test("a mark beyond the sentence is not drawn", () => {
  expect(pieces("short", [mark(2, 99)])).toEqual([{ text: "short", marks: [] }]);
});

test("nested marks are both there, the shorter last", () => {
  const inner = pieces("abcdef", [mark(0, 6, "actor"), mark(2, 4)]).find((one) => one.text === "cd");
  expect(inner?.marks.map((one) => one.kind)).toEqual(["actor", "action"]);
});
