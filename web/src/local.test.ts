import { expect, test } from "vitest";
import { Local } from "./local";
import { who } from "./state";
import { detail, mailed, party, row, sentence } from "./making";

const two = () => new Local(mailed([
  detail(row("e1", { actors: [party("FRA")], recipients: [party("NER")], start: "2024-01-01" }), { evidence: [sentence("s1", "France sent grain.")] }),
  detail(row("e2", { probability: 0.5, decision: "accept", start: "2024-02-01" }), { evidence: [sentence("s2", "Niger closed the port.")] }),
], [{ id: "j1", action: "accept", targets: ["e2"], field: null, value: null, who: "Ada", when: "2024-03-01T10:00:00Z", why: null, stale: false }]));

test("any part of the list can be asked for by its place", async () => {
  const page = await two().events({}, "-day", 1, 1);
  expect([page.items.map((one) => one.id), page.total, page.next]).toEqual([["e1"], 2, null]);
});

test("a decision shows in the list, in the event and in the log", async () => {
  const local = two();
  const { id } = await local.decide({ action: "reject", targets: ["e1"] });
  expect((await local.events({}, "day", 0, 9)).items[0]?.decision).toBe("reject");
  expect((await local.event("e1"))?.judgements.map((one) => one.id)).toEqual([id]);
  expect((await local.decisions()).map((one) => one.id)).toEqual([id, "j1"]);
});

test("what is taken back is as it was before, also a decision that came with the record", async () => {
  const local = two();
  const { id } = await local.decide({ action: "reject", targets: ["e2"] });
  await local.decide({ action: "undo", targets: [id] });
  expect((await local.event("e2"))?.row.decision).toBe("accept");
  await local.decide({ action: "undo", targets: ["j1"] });
  expect((await local.event("e2"))?.row.decision).toBe(null);
});

test("what was decided on no longer waits, and the rest waits in the order and for the reasons of the record", async () => {
  const events = ["e1", "e2", "e3"].map((id) => detail(row(id)));
  const waiting = [{ event: "e3", weight: 0.4, reason: "Its sources disagree." }, { event: "e1", weight: 0.2, reason: "" }, { event: "e2", weight: 0.1, reason: "" }];
  const local = new Local({ ...mailed(events), waiting });
  const [first] = (await local.queue({})).items;
  expect([first?.row.id, first?.weight, first?.reason]).toEqual(["e3", 0.4, "Its sources disagree."]);
  await local.decide({ action: "accept", targets: ["e3"] });
  await local.decide({ action: "unsure", targets: ["e2"] });
  expect((await local.queue({})).items.map((one) => one.row.id)).toEqual(["e1", "e2"]);
});

test("sentences are searched, those of each event by themselves", async () => {
  const found = await two().events({ text: "closed THE" }, "day", 0, 9);
  expect(found.items.map((one) => one.id)).toEqual(["e2"]);
});

test("saved lines are judgements that say who made them and what the event was", async () => {
  const local = two();
  await local.decide({ action: "correct", targets: ["e1"], field: "factuality", value: "planned", why: "It says will." });
  who.value = "Ada";
  const line: unknown = JSON.parse(local.desk.lines());
  expect(line).toMatchObject({
    action: "correct", targets: ["e1"], field: "factuality", value: "planned", who: "Ada", why: "It says will.",
    anchors: [{ event_id: "e1", statement_ids: ["s1"], sides: ["FRA", "NER"] }],
  });
  expect(local.desk.count.value).toBe(1);
});

test("reports under a condition are those that tell of its events", async () => {
  const local = two();
  expect(await local.reports({ source: ["CHN"] })).toEqual([]);
  expect((await local.disputes({})).length).toBe(0);
});
