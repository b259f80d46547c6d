// The two lists that keys walk through: events under the present conditions, and those that wait for a decision.

import { computed, effect, signal, untracked } from "@preact/signals";
import { Listing } from "./listing";
import type { QueueRow } from "./shapes";
import type { Source } from "./source";
import { filter, refreshed, selected, sort, view } from "./state";

const nothing = () => Promise.resolve({ items: [], total: 0, next: null });

export const events = new Listing(nothing);
export const queue = new Listing(nothing);
/** All that the queue lists, in its order. */
export const queued = signal<readonly QueueRow[]>([]);
/** Why each event of the queue waits, by its id. */
export const reasons = computed((): ReadonlyMap<string, string> => new Map(queued.value.map((one) => [one.row.id, one.reason])));
/** How many events wait in all, more than the queue may list. */
export const waiting = signal(0);

/** The list that is in sight, or that keys walk through beside a picture. */
export function listed(): Listing {
  return view.value === "review" ? queue : events;
}

/** Ask for the lists anew whenever the conditions change; the selected event stays the current one where it is listed. */
export function followLists(source: Source): () => void {
  const stop = [
    effect(() => {
      const [asked, order] = [filter.value, sort.value];
      refreshed.value;
      untracked(() => {
        events.restart((offset, limit) => source.events(asked, order, offset, limit));
        void events.hold(0, 0).then(() => events.find(selected.peek()));
      });
    }),
    effect(() => {
      const asked = filter.value;
      refreshed.value;
      if (view.value !== "review") return;
      untracked(() => queue.restart(whole(source.queue(asked).then(({ items, total }) => {
        queued.value = items;
        waiting.value = total;
        return items.map((one) => one.row);
      }))));
    }),
  ];
  return () => stop.forEach((one) => one());
}

/** Give pages of rows that come all at once. */
function whole<Row>(rows: Promise<readonly Row[]>) {
  return async (offset: number, limit: number) => {
    const all = await rows;
    return { items: all.slice(offset, offset + limit), total: all.length, next: null };
  };
}
