// A list of any length: only the rows in sight are in the page, and the current one; rows come as they are scrolled to.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { select, tick } from "../acting";
import { estimate } from "../estimate";
import { OURS } from "../filter";
import type { Listing } from "../listing";
import type { EventRow } from "../shapes";
import { chosen, selected, sort } from "../state";
import { fill, words } from "../words";

/** Lines of a row by the list's least width, in the unit of the page's font: what one part of the text leaves, the next takes. */
const SIZES = [{ from: 38, lines: 3 }, { from: 26, lines: 5 }, { from: 0, lines: 6 }] as const;
/** A line's height, and what is above and below the lines, in the same unit; as in the style sheet. */
const LINE = 1.35;
const AROUND = 0.8;
/** Rows kept beyond those in sight. */
const AHEAD = 6;

interface Props {
  readonly listing: Listing;
  readonly label: string;
  /** What else is said of a row. */
  readonly note?: (row: EventRow) => string;
  /** Hears which rows are in sight. */
  readonly seen?: (rows: readonly EventRow[]) => void;
}

export function Rows({ listing, label, note, seen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [top, setTop] = useState(0);
  const total = listing.total.value ?? 0;
  const first = Math.max(0, Math.floor(top / size.row));
  const last = Math.min(total - 1, Math.ceil((top + size.height) / size.row) - 1);
  const at = listing.at.value;

  useEffect(() => { void listing.hold(first - AHEAD, last + AHEAD); }, [listing, first, last, listing.total.value === null]);
  useEffect(() => { if (listing.total.value === null) box.current?.scrollTo(0, 0); }, [listing.total.value === null]);
  useLayoutEffect(() => { if (box.current && at >= 0) intoSight(box.current, at, size.row); }, [at, size.row, size.height > 0]);
  useFocus(listing, box);
  const rows = listing.rows.value;
  useEffect(() => { seen?.(held(rows, first, last)); }, [rows, first, last]);

  const places = new Set(Array.from({ length: Math.max(0, last - first + 1 + 2 * AHEAD) }, (_, i) => first - AHEAD + i).filter((i) => 0 <= i && i < total));
  if (0 <= at && at < total) places.add(at);
  return (
    <>
      <div class="window" ref={box} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <ol class={`rows ${size.lines > 3 ? "narrow" : "wide"}`} aria-label={label} style={{ height: `${total * size.row}px` }}>
          {[...places].sort((a, b) => a - b).map((place) => {
            const row = rows.get(place);
            return (
              <li key={place} style={{ top: `${place * size.row}px`, height: `${size.row}px` }} aria-setsize={total} aria-posinset={place + 1} data-place={place}>
                {row ? <Row row={row} current={place === at} {...(note ? { note: note(row) } : {})} /> : <p class="soft">{words().evidence.loading}</p>}
              </li>
            );
          })}
        </ol>
      </div>
      <p class="printed">{fill(words().app.printed, { n: places.size, total })}</p>
    </>
  );
}

function held(rows: ReadonlyMap<number, EventRow>, first: number, last: number): readonly EventRow[] {
  const found: EventRow[] = [];
  for (let place = first; place <= last; place++) {
    const row = rows.get(place);
    if (row) found.push(row);
  }
  return found;
}

/** Measure the window: its height, and how high rows are in it, in CSS pixels. */
function useSize(box: { readonly current: HTMLDivElement | null }) {
  const [size, setSize] = useState({ height: 0, row: (3 * LINE + AROUND) * 16, lines: 3 });
  useLayoutEffect(() => {
    const window = box.current;
    if (!window) return;
    const measure = () => {
      const unit = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { lines } = SIZES.find((one) => window.clientWidth >= one.from * unit) ?? SIZES[0];
      setSize({ height: window.clientHeight, row: Math.ceil((lines * LINE + AROUND) * unit), lines });
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(window);
    return () => watcher.disconnect();
  }, []);
  return size;
}

/** Scroll the window, and nothing else, until a row is wholly in sight. */
function intoSight(window: HTMLElement, place: number, height: number): void {
  const [from, to] = [place * height, (place + 1) * height];
  if (from < window.scrollTop) window.scrollTop = from;
  else if (to > window.scrollTop + window.clientHeight) window.scrollTop = to - window.clientHeight;
}

/** Let the focus follow who goes on in the list by keys, unless it is in another part of the page. */
function useFocus(listing: Listing, box: { readonly current: HTMLDivElement | null }): void {
  const moves = listing.moves.value;
  useEffect(() => {
    if (!moves) return;
    const now = document.activeElement;
    if (now && now !== document.body && !box.current?.contains(now)) return;
    box.current?.querySelector<HTMLElement>(".row[aria-current]")?.focus({ preventScroll: true });
  }, [moves]);
}

const SHAPES = { occurred: "●", planned: "○", conditional: "◐", possible: "◇", denied: "×" } as const;
const ANSWERS = { accept: "✓", reject: "✗", unsure: "?" } as const;

function Row({ row, current, note }: { readonly row: EventRow; readonly current: boolean; readonly note?: string }) {
  const said = words();
  const ticked = chosen.value.has(row.id);
  return (
    <div class={`entry ${row.decision ?? "open"}${selected.value === row.id ? " selected" : ""}`}>
      <label class="tick"><input type="checkbox" checked={ticked} onChange={() => tick(row.id)} /><span class="unseen">{said.events.choose}: {row.headline}</span></label>
      <button type="button" class="row" aria-current={current ? "true" : undefined} aria-pressed={selected.value === row.id} onClick={() => select(row)}>
        <span class="headline" lang="en">{row.headline}</span>
        <span class="about">
          {row.decision && <><span class="answer"><span aria-hidden="true">{ANSWERS[row.decision]} </span>{said.decision[row.decision]}</span> · </>}
          <span lang="en">{row.day}</span> · <span class={`how ${row.counted_as}`}><span aria-hidden="true">{SHAPES[row.counted_as]} </span>{said.factuality[row.counted_as]}</span>
          {row.status !== "reported" && ` · ${said.status[row.status]}`} · {fill(said.events.sources, { origins: row.origins, reports: row.reports })}
          {sort.value.endsWith("probability") && ` · ${fill(said.evidence.coder, { p: estimate(row.probability) })}`}
          {row.dataset !== OURS && ` · ${fill(said.events.from_set, { dataset: row.dataset })}`}
        </span>
        {note ? <span class="note">{note}</span> : row.quote && <span class="quote" lang="en"><q>{row.quote}</q> {row.quoted}</span>}
      </button>
    </div>
  );
}
