import { expect, test } from "vitest";
import { type Filter, fromParams, toParams, toggled } from "./filter";

test("a filter survives the way into the address and back", () => {
  const asked: Filter = { source: ["RUS", "CHN"], type: ["AID"], min_origins: 2, from: "2022-03-01", text: "ports & bases" };
  expect(fromParams(new URLSearchParams(toParams(asked).toString()))).toEqual(asked);
});

test("toggling twice changes nothing", () => {
  expect(toggled(toggled({ source: ["RUS"] }, "type", "AID"), "type", "AID")).toEqual({ source: ["RUS"] });
});

test("what is no filter is not read", () => {
  expect(fromParams(new URLSearchParams("view=map&event=e1&min_origins=-3"))).toEqual({});
});
