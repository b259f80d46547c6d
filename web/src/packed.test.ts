import { expect, test } from "vitest";
import { unpacked } from "./packed";

test("a record is put together again, and what it holds more than once is one thing", () => {
  const record = unpacked<{ readonly rows: readonly { readonly told: object; readonly n: unknown }[] }>({
    shown: 0, shapes: [["name", "days"], ["told", "n"], ["rows"]],
    kept: [[0, "The Harbour Post", [-1, 1, 1]], 7, null, "7"],
    value: [2, [-1, [1, 0, 1], [1, 0, 2], [1, 0, 3]]],
  });
  const told = { name: "The Harbour Post", days: [7, 7] };
  expect(record).toEqual({ rows: [{ told, n: 7 }, { told, n: null }, { told, n: "7" }] });
  expect(record.rows[0]?.told).toBe(record.rows[2]?.told);
});

test("nothing in a text is taken for a place or a name", () => {
  expect(unpacked({ shown: 0, shapes: [["a"]], kept: [], value: [0, "__proto__"] })).toEqual({ a: "__proto__" });
});

test("texts that the page shows are taken from it, and a page that lost some is not believed", () => {
  const packed = { shown: 2, shapes: [["quote", "n"]], kept: [3], value: [0, 2, 0] };
  expect(unpacked(packed, ["e1", "They met."])).toEqual({ quote: "They met.", n: 3 });
  expect(() => unpacked(packed, ["e1"])).toThrow("changed");
});
