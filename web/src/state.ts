// What the page shows now. Signals hold their value at once, so that keys pressed faster than the page is drawn act on what is true.

import { batch, computed, effect, signal } from "@preact/signals";
import { type Filter, fromParams, toParams } from "./filter";
import type { Sort } from "./source";

export const VIEWS = ["events", "timeline", "map", "network", "ties", "disputes", "framing", "reports", "outlets", "coverage", "review"] as const;
export type View = (typeof VIEWS)[number];

export const view = signal<View>("events");
export const filter = signal<Filter>({});
export const sort = signal<Sort>("day");
/** The selected event's id: every view shows the same one. Selecting is never deciding. */
export const selected = signal<string | null>(null);
/** Ids of events that were ticked, to be decided on together. */
export const chosen = signal<ReadonlySet<string>>(new Set());
/** Who decides: goes with each decision. */
export const who = signal("");
/** The event that waits for another one to be merged with. */
export const merging = signal<string | null>(null);
/** Grows when somebody wants to type words to search for. */
export const searching = signal(0);

/** Grows when the record has become another one: everything is asked for anew. */
export const refreshed = signal(0);

/** What is asked in a dialog just now. */
export type Asking = "help" | "correct" | "merge" | "split" | "note" | "origins";
export const asking = signal<Asking | null>(null);

/** The address: view, event, order and filter, and nothing that differs between two readers. */
export const address = computed(() => {
  const params = new URLSearchParams();
  if (view.value !== "events") params.set("view", view.value);
  if (selected.value) params.set("event", selected.value);
  if (sort.value !== "day") params.set("sort", sort.value);
  for (const [name, value] of toParams(filter.value)) params.append(name, value);
  return `#${params}`;
});

export function readAddress(hash: string): void {
  const params = new URLSearchParams(hash.replace(/^#/, ""));
  const asked = params.get("view") as View | null;
  view.value = asked && VIEWS.includes(asked) ? asked : "events";
  selected.value = params.get("event");
  sort.value = (params.get("sort") as Sort | null) ?? "day";
  filter.value = fromParams(params);
}

/** Keep the address and what is shown the same, whichever changes, until the function that is given back is called. The browser's "back" leads to the view before, or from an event to its list. */
export function followAddress(): () => void {
  const where = () => `${view.value} ${selected.value !== null}`;
  let stood = "";
  const read = () => batch(() => {
    if (location.hash !== address.value) readAddress(location.hash);
    stood = where();
  });
  read();
  addEventListener("hashchange", read);
  const unfollow = effect(() => {
    if (location.hash === address.value) return;
    const here = where();
    history[here === stood ? "replaceState" : "pushState"](null, "", address.value);
    stood = here;
  });
  return () => {
    unfollow();
    removeEventListener("hashchange", read);
  };
}
