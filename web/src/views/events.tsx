// The list of events: only the rows in sight are in the page, and rows come from the source as they are scrolled to.

import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import type { EventRow } from "../shapes";
import { filter, selected, sort } from "../state";
import { fill, words } from "../words";

const ROW = 84;
const AHEAD = 8;
const LOT = 100;

export function Events({ source }: ViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState<number | null>(null);
  const [rows, setRows] = useState<ReadonlyMap<number, EventRow>>(new Map());
  const [top, setTop] = useState(0);
  const asked = JSON.stringify([filter.value, sort.value]);

  useEffect(() => { setRows(new Map()); setTotal(null); setTop(0); box.current?.scrollTo(0, 0); }, [asked]);

  const first = Math.max(0, Math.floor(top / ROW) - AHEAD);
  const last = first + Math.ceil((box.current?.clientHeight ?? 800) / ROW) + 2 * AHEAD;
  const lot = Math.floor(first / LOT);
  useEffect(() => {
    let stale = false;
    for (const number of new Set([lot, Math.floor(last / LOT)])) {
      if (rows.has(number * LOT)) continue;
      void source.events(filter.value, sort.value, number * LOT, LOT).then((page) => {
        if (stale) return;
        setTotal(page.total);
        setRows((held) => new Map([...held, ...page.items.map((row, i): [number, EventRow] => [number * LOT + i, row])]));
      });
    }
    return () => { stale = true; };
  }, [asked, lot, Math.floor(last / LOT), source]);

  if (total === 0) return <p class="empty">{words().events.none}</p>;
  const shown = Array.from({ length: Math.min(last, total ?? 0) - first }, (_, i) => first + i);
  return (
    <section class="events">
      <p class="count" role="status">{total === null ? words().evidence.loading : fill(words().events.count, { n: total })}</p>
      <div class="window" ref={box} onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
        <ol class="rows" style={{ height: `${(total ?? 0) * ROW}px` }}>
          {shown.map((at) => {
            const row = rows.get(at);
            return (
              <li key={at} style={{ top: `${at * ROW}px`, height: `${ROW}px` }} aria-setsize={total ?? -1} aria-posinset={at + 1}>
                {row ? <Row row={row} /> : null}
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}

function Row({ row }: { readonly row: EventRow }) {
  const said = words();
  return (
    <button type="button" class={`row ${row.counted_as}`} aria-pressed={selected.value === row.id} onClick={() => { selected.value = row.id; }}>
      <span class="headline">{row.headline}</span>
      <span class="about">
        {row.day} · {said.factuality[row.counted_as]} · {said.status[row.status]} · {fill(said.events.sources, { origins: row.origins, reports: row.reports })}
        {" · "}{row.decision ? said.decision[row.decision] : said.events.undecided}
      </span>
      <q class="quote">{row.quote}</q>
    </button>
  );
}
