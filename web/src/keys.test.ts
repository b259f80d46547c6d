import { expect, test } from "vitest";
import { GO, Keyboard, KEYS } from "./keys";

const press = (key: string, timeStamp = 0, more = {}) => ({ key, timeStamp, ctrlKey: false, metaKey: false, altKey: false, ...more });

test("a letter means one thing", () => {
  const board = new Keyboard();
  expect(Object.keys(KEYS).map((key) => board.read(press(key), true))).toEqual(Object.values(KEYS));
});

test("g and a second key go to a view, if the second comes soon", () => {
  const board = new Keyboard();
  expect([board.read(press("g", 0), true), board.read(press("m", 500), true)]).toEqual([null, { view: "map" }]);
  board.read(press("g", 1000), true);
  expect(board.read(press("m", 9000), true)).toBe("merge");
});

test("g waits for one key only", () => {
  const board = new Keyboard();
  board.read(press("g"), true);
  board.read(press("q", 10), true);
  expect(board.read(press("m", 20), true)).toBe("merge");
});

test("with single keys off only Escape acts", () => {
  const board = new Keyboard();
  expect(["a", "x", " ", "g", "?"].map((key) => board.read(press(key), false))).toEqual([null, null, null, null, null]);
  expect(board.read(press("Escape"), false)).toBe("leave");
});

test("the browser's own combinations are left alone", () => {
  expect(new Keyboard().read(press("a", 0, { ctrlKey: true }), true)).toBe(null);
});

test("each view has a key of its own", () => {
  expect(new Set(Object.values(GO)).size).toBe(Object.keys(GO).length);
});
