import { expect, test } from "vitest";
import { type Fetch, Listing, LOT } from "./listing";
import { row } from "./making";
import { Turns } from "./turns";

const long = (total: number): Fetch => async (offset, limit) => ({
  items: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => row(`e${offset + i}`)), total, next: null,
});

test("rows far down are held without those before", async () => {
  const listing = new Listing(long(50_000));
  await listing.hold(49_990, 49_999);
  expect([listing.total.value, listing.rows.value.get(49_999)?.id, listing.rows.value.size]).toEqual([50_000, "e49999", LOT]);
});

test("a step among held rows is done at once, and one beyond when they have come", async () => {
  const listing = new Listing(long(250));
  await listing.hold(0, 0);
  expect(listing.step(1)).toMatchObject({ id: "e0" });
  listing.goTo(LOT - 1);
  expect(await listing.step(1)).toMatchObject({ id: `e${LOT}` });
  expect(listing.at.value).toBe(LOT);
});

test("nobody steps over either end", async () => {
  const listing = new Listing(long(2));
  await listing.hold(0, 0);
  listing.goTo(1);
  expect([listing.step(1), listing.at.value]).toEqual([null, 1]);
});

test("what was asked for another condition and comes late is not shown", async () => {
  let answer: (() => void) | undefined;
  const slow: Fetch = (offset, limit) => new Promise((done) => { answer = () => void long(9)(offset, limit).then(done); });
  const listing = new Listing(slow);
  const waiting = listing.hold(0, 0);
  listing.restart(long(3));
  await listing.hold(0, 0);
  answer?.();
  await waiting;
  expect(listing.total.value).toBe(3);
});

test("a row that changed is shown as it has become", async () => {
  const listing = new Listing(long(3));
  await listing.hold(0, 0);
  listing.renew("e1", (one) => ({ ...one, decision: "accept" }));
  expect(listing.rows.value.get(1)?.decision).toBe("accept");
});

test("what a source refuses is told, and can be asked again", async () => {
  let refuse = true;
  const listing = new Listing((offset, limit) => (refuse ? Promise.reject(new Error("away")) : long(1)(offset, limit)));
  await listing.hold(0, 0);
  expect(listing.failed.value).toBe("away");
  refuse = false;
  await listing.hold(0, 0);
  expect(listing.total.value).toBe(1);
});

test("what comes while something waits is done after it", async () => {
  const turns = new Turns();
  const done: string[] = [];
  turns.take(async () => { await Promise.resolve(); done.push("slow"); });
  turns.take(() => { done.push("quick"); });
  await new Promise((on) => setTimeout(on));
  turns.take(() => { done.push("alone"); });
  expect(done).toEqual(["slow", "quick", "alone"]);
});
