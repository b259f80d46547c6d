import { afterEach, expect, test, vi } from "vitest";
import { Remote } from "./remote";

const asked: { target: string; answer: (status: number) => void }[] = [];
const soon = () => new Promise((on) => setTimeout(on));
const reject = (remote: Remote, target: string) => remote.decide({ action: "reject", targets: [target] });

vi.stubGlobal("document", { querySelector: () => null });
vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => new Promise((on) => asked.push({
  target: JSON.parse(body).targets[0],
  answer: (status) => on(new Response(JSON.stringify({ title: "Refused." }), { status })),
})));

afterEach(() => { asked.length = 0; });

test("decisions are written in the order in which they were made", async () => {
  const remote = new Remote();
  void reject(remote, "e1");
  void reject(remote, "e2");
  await soon();
  expect(asked.map((one) => one.target)).toEqual(["e1"]);
  asked[0]!.answer(201);
  await soon();
  expect(asked.map((one) => one.target)).toEqual(["e1", "e2"]);
});

test("one that is refused does not hold up the next", async () => {
  const remote = new Remote();
  const first = reject(remote, "e1");
  void reject(remote, "e2");
  await soon();
  asked[0]!.answer(409);
  await expect(first).rejects.toThrow("Refused.");
  await soon();
  expect(asked.map((one) => one.target)).toEqual(["e1", "e2"]);
});
