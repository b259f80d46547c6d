// What keys and buttons do.

import { decide, said, undo } from "./deciding";
import type { Command } from "./keys";
import { listed } from "./lists";
import type { EventRow } from "./shapes";
import type { Source } from "./source";
import { type Asking, asking, chosen, merging, searching, selected, view } from "./state";
import { Turns } from "./turns";

export type Verdict = "accept" | "reject" | "unsure";

const turns = new Turns();
const DIALOGS: ReadonlySet<string> = new Set(["correct", "split", "note"]);
const VERDICTS: ReadonlySet<string> = new Set(["accept", "reject", "unsure"]);

/** Carry a command out, after those that came before. */
export function act(source: Source, command: Command, reviewing: boolean): void {
  turns.take(() => {
    if (typeof command === "object") view.value = command.view;
    else if (command === "next" || command === "previous") return step(command === "next" ? 1 : -1);
    else if (command === "leave") leave();
    else if (command === "help") asking.value = "help";
    else if (command === "search") searching.value += 1;
    else if (command === "choose") tick(selected.value);
    else if (reviewing) return judge(source, command);
  });
}

/** What decides: only where decisions can be taken, and about the selected event. */
function judge(source: Source, command: string): void | Promise<unknown> {
  if (command === "undo") void undo(source, listed());
  else if (command === "merge") merge();
  else if (!selected.value) return;
  else if (DIALOGS.has(command)) asking.value = command as Asking;
  else if (VERDICTS.has(command)) {
    void decide(source, listed(), { action: command as Verdict, targets: [selected.value] });
    if (view.value === "review") return step(1);
  }
}

export function select(row: EventRow): void {
  const listing = listed();
  const place = listing.place(row.id);
  if (place >= 0) listing.at.value = place;
  selected.value = row.id;
}

export function step(by: number): void | Promise<void> {
  const row = listed().step(by);
  if (row instanceof Promise) return row.then((one) => { if (one) selected.value = one.id; });
  if (row) selected.value = row.id;
}

/** Tick an event, or take the tick away. */
export function tick(id: string | null): void {
  if (!id) return;
  const next = new Set(chosen.value);
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}

/** Merge what is ticked; else hold the selected event until another one is selected. */
export function merge(): void {
  const id = selected.value;
  if (chosen.value.size > 1 || (merging.value && id && merging.value !== id)) asking.value = "merge";
  else if (id) {
    merging.value = id;
    said.value = { key: "held", detail: listed().rows.value.get(listed().place(id))?.headline ?? id };
  }
}

/** The events that a merge would be about. */
export function toMerge(): readonly string[] {
  if (chosen.value.size > 1) return [...chosen.value];
  return merging.value && selected.value ? [merging.value, selected.value] : [];
}

function leave(): void {
  if (asking.value) asking.value = null;
  else if (merging.value) merging.value = null;
  else if (chosen.value.size) chosen.value = new Set();
  else {
    selected.value = null;
    listed().find(null);
  }
}
