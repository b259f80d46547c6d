// Decisions made in this sitting: said at once, undone one after the other, and carried out in the order in which they were made.

import { signal } from "@preact/signals";
import { chosen, selected, who } from "./state";
import type { Listing } from "./listing";
import type { Decided, EventRow } from "./shapes";
import type { Decision, Source } from "./source";

export interface Made {
  readonly decision: Decision;
  readonly done: Promise<Decided>;
  /** What was decided of each event before. */
  readonly before: ReadonlyMap<string, EventRow["decision"]>;
}

/** What was said last, for the eye and for a screen reader. */
export interface Said {
  readonly key: "done" | "undone" | "nothing" | "failed" | "copied" | "held" | "ran";
  readonly decision?: Decision;
  readonly detail?: string;
}

export const said = signal<Said | null>(null);
/** Decisions that can be undone, the last one at the end. */
export const made = signal<readonly Made[]>([]);
/** Grows with each decision that is written down: what shows decisions asks anew. */
export const written = signal(0);

const VERDICTS: ReadonlySet<string> = new Set(["accept", "reject", "unsure"]);

/** Make a decision; rows show it at once. */
export function decide(source: Source, listing: Listing, decision: Decision): Promise<boolean> {
  const before = new Map(decision.targets.map((id) => [id, listing.rows.value.get(listing.place(id))?.decision ?? null]));
  if (VERDICTS.has(decision.action)) show(listing, decision.targets, () => decision.action as EventRow["decision"]);
  const one: Made = { decision, done: source.decide(who.value.trim() ? { ...decision, who: who.value.trim() } : decision), before };
  made.value = [...made.value, one];
  const only = decision.targets.length === 1 ? listing.rows.value.get(listing.place(decision.targets[0] ?? null)) : undefined;
  said.value = { key: "done", decision, ...(only ? { detail: only.headline } : {}) };
  if (decision.targets.every((id) => chosen.value.has(id))) chosen.value = new Set();
  return finish(one, () => {
    made.value = made.value.filter((other) => other !== one);
    show(listing, decision.targets, (id) => before.get(id) ?? null);
  });
}

/** Take the last decision back, whichever it was; its first event is selected again. */
export function undo(source: Source, listing: Listing): Promise<boolean> {
  const last = made.value.at(-1);
  if (!last) {
    said.value = { key: "nothing" };
    return Promise.resolve(false);
  }
  made.value = made.value.slice(0, -1);
  if (VERDICTS.has(last.decision.action)) show(listing, last.decision.targets, (id) => last.before.get(id) ?? null);
  const first = last.decision.targets.find((id) => listing.place(id) >= 0);
  if (first) {
    selected.value = first;
    listing.find(first);
  }
  said.value = { key: "undone", decision: last.decision };
  const done = last.done.then((judgement) => source.decide({ action: "undo", targets: [judgement.id] }));
  return finish({ done }, () => { made.value = [...made.value, last]; });
}

async function finish(one: Pick<Made, "done">, otherwise: () => void): Promise<boolean> {
  try {
    await one.done;
    written.value += 1;
    return true;
  } catch (error) { // whatever went wrong, the decision is not written down, and whoever made it must know
    otherwise();
    said.value = { key: "failed", detail: error instanceof Error ? error.message : String(error) };
    return false;
  }
}

function show(listing: Listing, targets: readonly string[], decision: (id: string) => EventRow["decision"]): void {
  for (const id of targets) listing.renew(id, (row) => ({ ...row, decision: decision(id) }));
}
