// The selected event in the pictures: where and between whom it stands out.

import type { EventRow } from "../shapes";
import type { Source } from "../source";
import { selected } from "../state";
import { useLoaded } from "./loaded";
import type { Line } from "./pairs";

/** Give the selected event's row; null while it is asked for, and where none is selected. */
export function useChosen(source: Source): EventRow | null {
  const id = selected.value;
  const loaded = useLoaded(async () => (id ? await source.event(id) : null), id ?? "");
  return loaded.rows?.row.id === id ? (loaded.rows?.row ?? null) : null;
}

/** Whether an event is one of those that a line stands for; what is done with one another has lines both ways. */
export function standsFor(line: Line, row: EventRow | null): boolean {
  if (!row) return false;
  const toward = row.recipients.length ? row.recipients : row.actors;
  const { source, target } = line.edge;
  return row.actors.some((one) => one.key === source.key) && toward.some((one) => one.key === target.key);
}
