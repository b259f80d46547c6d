import { beforeEach, expect, test } from "vitest";
import { act } from "./acting";
import { made, said } from "./deciding";
import { events } from "./lists";
import { Local } from "./local";
import { detail, mailed, row } from "./making";
import { chosen, merging, selected, view } from "./state";

const ids = Array.from({ length: 250 }, (_, i) => `e${String(i).padStart(3, "0")}`);
let local: Local;

beforeEach(() => {
  local = new Local(mailed(ids.map((id) => detail(row(id)))));
  events.restart((offset, limit) => local.events({}, "day", offset, limit));
  [view.value, selected.value, merging.value, said.value, made.value, chosen.value] = ["events", null, null, null, [], new Set()];
});

const press = (...commands: Parameters<typeof act>[1][]) => commands.forEach((command) => act(local, command, true));
const settled = () => new Promise((on) => setTimeout(on, 5));
const decisions = async () => (await local.events({}, "day", 0, 999)).items.filter((one) => one.decision).map((one) => [one.id, one.decision]);

test("keys pressed without waiting decide on what they led to", async () => {
  press("next", "next", "accept", "next", "reject");
  await settled();
  expect(await decisions()).toEqual([["e001", "accept"], ["e002", "reject"]]);
});

test("so they do where rows have yet to come", async () => {
  await events.hold(0, 0);
  events.goTo(98);
  press("next", "next", "accept");
  await settled();
  expect(await decisions()).toEqual([["e100", "accept"]]);
});

test("selecting never decides", async () => {
  press("next", "next", "previous", "leave");
  await settled();
  expect(await decisions()).toEqual([]);
});

test("each undo takes back the last decision that still holds", async () => {
  press("next", "accept", "next", "unsure", "undo", "undo", "undo");
  await settled();
  expect(await decisions()).toEqual([]);
  expect(said.value?.key).toBe("nothing");
});

test("a decision after another on the same event gives way to it when undone", async () => {
  press("next", "accept", "reject", "undo");
  await settled();
  expect(events.rows.value.get(0)?.decision).toBe("accept");
  expect(await decisions()).toEqual([["e000", "accept"]]);
});

test("without a desk to write on, keys select and do not decide", async () => {
  act(local, "next", false);
  await settled();
  act(local, "accept", false);
  await settled();
  expect([selected.value, await decisions()]).toEqual(["e000", []]);
});

test("what could not be written down is shown as it was, and said", async () => {
  press("next");
  await settled();
  local.decide = () => Promise.reject(new Error("the disk is full"));
  press("accept");
  await settled();
  expect([events.rows.value.get(0)?.decision, said.value?.detail, made.value.length]).toEqual([null, "the disk is full", 0]);
});

test("merging waits for a second event", async () => {
  press("next", "merge");
  await settled();
  expect(merging.value).toBe("e000");
});
