// The frame: head, conditions, the chosen view, and the evidence of the selected event beside it.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { act } from "./acting";
import { Record } from "./charts/files";
import { useLoaded } from "./charts/loaded";
import { Keyboard, typing, worksControl } from "./keys";
import { OURS } from "./filter";
import { followLists } from "./lists";
import { Filters } from "./parts/filters";
import { Head } from "./parts/head";
import { Help } from "./parts/help";
import { Kept } from "./parts/kept";
import { Merge } from "./parts/merge";
import { Run } from "./parts/run";
import { Told } from "./parts/told";
import { singleKeys } from "./preferences";
import type { Meta } from "./shapes";
import type { Source } from "./source";
import { asking, filter, searching, selected, view } from "./state";
import { SHOWN } from "./views";
import { Events } from "./views/events";
import { Evidence } from "./views/evidence";
import { fill, words } from "./words";

export interface ViewProps {
  readonly source: Source;
  readonly meta: Meta;
}

export function App({ source }: { readonly source: Source }) {
  const { rows: meta, failed } = useLoaded(() => source.meta(), "");
  useEffect(() => followLists(source), [source]);
  if (failed) return <p class="failed" role="alert">{fill(words().app.failed, { detail: failed })}</p>;
  if (!meta) return <p class="nothing">{words().evidence.loading}</p>;
  return <Record.Provider value={meta}><Frame source={source} meta={meta} /></Record.Provider>;
}

function Frame({ source, meta }: ViewProps) {
  const Shown = SHOWN[view.value] ?? Events;
  const fold = useRef<HTMLDetailsElement>(null);
  useKeys(source, meta);
  useNarrow();
  useOneDataSet(meta);
  useTitle(meta);
  useEffect(() => {
    if (!searching.value) return;
    if (fold.current) fold.current.open = true;
    document.getElementById("search")?.focus();
  }, [searching.value]);
  const asked = Object.keys(filter.value).length;
  return (
    <div class={`frame${selected.value ? " reading" : ""}`}>
      <a class="skip" href="#list" onClick={(event) => { event.preventDefault(); document.getElementById("list")?.focus(); }}>{words().app.skip}</a>
      <Head meta={meta} served={!source.desk} />
      {source.desk && <Kept desk={source.desk} meta={meta} />}
      {source.runner && <Run runner={source.runner} />}
      <details class="conditions" ref={fold} open={!NARROW.matches}>
        <summary>{words().filter.show}{asked > 0 && ` (${asked})`}</summary>
        <Filters source={source} meta={meta} />
      </details>
      <main>
        <div class="view" id="list" tabIndex={-1}><Shown source={source} meta={meta} /></div>
        <Evidence source={source} meta={meta} />
      </main>
      <Told source={source} />
      {asking.value === "help" && <Help />}
      {asking.value === "merge" && <Merge source={source} meta={meta} />}
    </div>
  );
}

/** One data set is looked at at a time: the same visit stands in several, and nobody can tell three rows from three visits. */
function useOneDataSet(meta: Meta): void {
  const named = filter.value.dataset;
  useEffect(() => {
    const first = meta.datasets.includes(OURS) ? OURS : meta.datasets[0];
    if (meta.datasets.length > 1 && !named && first) filter.value = { ...filter.value, dataset: first };
  }, [named, meta]);
}

/** Name the tab, a bookmark and the browser's history by what is looked at. */
function useTitle(meta: Meta): void {
  const shown = words().views[view.value];
  useEffect(() => {
    const before = document.title;
    document.title = `${shown} · ${meta.title}`;
    return () => { document.title = before; };
  }, [shown, meta.title]);
}

/** Where the page is one column, and evidence takes the place of the list. */
const NARROW = matchMedia("(max-width: 62rem)");

/** Let the focus go where the reading goes on when evidence takes the place of the list, and back. */
function useNarrow(): void {
  const id = selected.value;
  const before = useRef(id);
  useEffect(() => {
    if (NARROW.matches && id !== before.current) {
      const to = id ? ".evidence .back" : ".row[aria-current]";
      document.querySelector<HTMLElement>(to)?.focus();
    }
    before.current = id;
  }, [id]);
}

/** Listen to keys from the moment on in which there is something in sight to work with them, not only once it is painted. */
function useKeys(source: Source, meta: Meta): void {
  useLayoutEffect(() => {
    const keyboard = new Keyboard();
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || asking.value || (typing(event.target) && event.key !== "Escape") || worksControl(event, event.target)) return;
      const arrow = { ArrowDown: "next", ArrowUp: "previous" } as const;
      const inList = event.target instanceof Element && event.target.closest(".rows") !== null;
      const command = inList && event.key in arrow ? arrow[event.key as keyof typeof arrow] : keyboard.read(event, singleKeys.value);
      if (!command) return;
      event.preventDefault();
      if (command === "leave" && typing(event.target)) (event.target as HTMLElement).blur();
      else act(source, command, meta.reviewing || source.desk !== undefined);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [source, meta]);
}
