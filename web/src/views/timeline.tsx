// Events over time: what happened, cooperation above the line and conflict below it, and apart from it what was planned, guessed or denied.

import { useMemo, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { dayNumber, figure, number } from "../charts/say";
import { useChosen } from "../charts/chosen";
import { useLoaded } from "../charts/loaded";
import { Panel } from "../charts/panel";
import { straight, wholeTicks } from "../charts/scales";
import { Sized } from "../charts/sized";
import type { Column } from "../charts/table";
import { DAY, type Framed, framed, isoDay, middleOf, MOST, stretches, timeTicks, unitFor, UNITS } from "../charts/time";
import { type Filter, toParams, without } from "../filter";
import type { Bin } from "../shapes";
import type { Source, Unit } from "../source";
import { filter } from "../state";
import { fill, words } from "../words";
import { HATCHED, Hatches, Swatch } from "../charts/hatches";
import "./timeline.css";

const OPEN = ["planned", "conditional", "possible", "denied"] as const;
type Factuality = Bin["factuality"];

/** One stretch of days with its numbers of events. */
export interface Stretch {
  readonly start: string;
  readonly end: string;
  readonly label: string;
  readonly from: number;
  readonly until: number;
  readonly counts: Readonly<Record<"cooperation" | "conflict", Readonly<Partial<Record<Factuality, number>>>>>;
}

/** Join the bins of each stretch. */
export function joined(shown: Framed): readonly Stretch[] {
  const found = new Map<string, Stretch>();
  for (const bin of shown.bins) {
    const start = bin.start ?? "";
    const held = found.get(start) ?? { start, end: bin.end ?? "", label: bin.label, from: bin.from, until: bin.until, counts: { cooperation: {}, conflict: {} } };
    const side = bin.cooperative ? "cooperation" : "conflict";
    const counts = { ...held.counts, [side]: { ...held.counts[side], [bin.factuality]: (held.counts[side][bin.factuality] ?? 0) + bin.n } };
    found.set(start, { ...held, counts });
  }
  return [...found.values()];
}

/** How many events of one side a stretch has in some columns of factuality. */
export function sum(stretch: Stretch, side: "cooperation" | "conflict", of: readonly Factuality[]): number {
  return of.reduce((total, one) => total + (stretch.counts[side][one] ?? 0), 0);
}

/** What is drawn: stretches of one unit, and the units that do not cut their days too finely. */
interface Drawn {
  readonly unit: Unit;
  readonly units: readonly Unit[];
  readonly shown: Framed | null;
  readonly rows: readonly Stretch[];
}

/** Ask for events by the unit that suits their days, or by the chosen one where it fits. */
async function drawn(source: Source, asked: Filter, chosen: Unit | null): Promise<Drawn> {
  const guess = likely(asked);
  const [coarse, guessed] = await Promise.all([source.timeline(asked, "quarter"), source.timeline(asked, guess)]);
  const period = framed(coarse);
  const units = UNITS.filter((one) => !period || stretches(one, period.from, period.until) <= MOST);
  const unit = chosen && units.includes(chosen) ? chosen : period ? unitFor(period.from, period.until) : "quarter";
  const bins = unit === guess ? guessed : unit === "quarter" ? coarse : await source.timeline(asked, unit);
  const shown = framed(bins);
  return { unit, units, shown, rows: shown ? joined(shown) : [] };
}

/** Guess the unit before the days of the events are known, so that most often one round of questions is enough. */
function likely(asked: Filter): Unit {
  const [from, last] = [dayNumber(asked.from ?? ""), dayNumber(asked.to ?? "")];
  return from === null || last === null ? "month" : unitFor(from, last + DAY);
}

export function Timeline({ source }: ViewProps) {
  const asked = filter.value;
  const [chosen, choose] = useState<Unit | null>(null);
  const loaded = useLoaded(() => drawn(source, asked, chosen), `${toParams(asked)} ${chosen}`);
  const { unit, units, shown, rows } = loaded.rows ?? { unit: "quarter", units: UNITS, shown: null, rows: [] } satisfies Drawn;
  const row = useChosen(source);
  const said = words().timeline;
  return (
    <Panel name="timeline" told={fill(said.told, { unit: said.units[unit] })} loaded={loaded} empty={shown ? null : words().events.none}
      columns={columns()} rows={rows} picture choices={
        <>
          <label>
            {said.unit}{" "}
            <select value={unit} onChange={(event) => choose(event.currentTarget.value as Unit)}>
              {UNITS.map((one) => <option key={one} value={one} disabled={!units.includes(one)}>{said.units[one]}</option>)}
            </select>
          </label>
          {(asked.from || asked.to) && <button type="button" onClick={() => { filter.value = without(without(asked, "from"), "to"); }}>{said.whole}</button>}
        </>
      }>
      {shown && rows.length > 0 && <Sized>{(width) => <Drawing rows={rows} shown={shown} width={width} at={row && middleOf(row)} />}</Sized>}
      {shown && <Beside shown={shown} asked={asked} />}
    </Panel>
  );
}

function columns(): readonly Column<Stretch>[] {
  const said = words();
  const sides = ["cooperation", "conflict"] as const;
  const of = (side: (typeof sides)[number], one: Factuality): Column<Stretch> => ({
    title: `${said.timeline[side]}: ${said.factuality[one]}`,
    value: (row) => row.counts[side][one] ?? 0,
  });
  return [
    { title: said.timeline.from, value: (row) => row.start, show: (row) => <button type="button" onClick={() => ask(row.from, row.until)}>{row.label || row.start}</button> },
    { title: said.timeline.to, value: (row) => row.end },
    ...(["occurred", ...OPEN] as const).flatMap((one) => sides.map((side) => of(side, one))),
  ];
}

/** Ask for the events of a period; `until` is the moment after its last day. */
function ask(from: number, until: number): void {
  filter.value = { ...filter.value, from: isoDay(from), to: isoDay(until - DAY) };
}

/** What stands on no axis: the undated, and those long before the rest. */
function Beside({ shown, asked }: { readonly shown: Framed; readonly asked: Filter }) {
  const said = words().timeline;
  return (
    <p class="aside">
      {shown.undated > 0 && <span>{fill(said.undated, { n: shown.undated })} </span>}
      {shown.earlier > 0 && (
        <span>
          {fill(said.earlier, { n: shown.earlier, day: isoDay(shown.from) })}{" "}
          <button type="button" onClick={() => { filter.value = { ...asked, to: isoDay(shown.from - DAY) }; }}>{said.show}</button>
        </span>
      )}
    </p>
  );
}

const LEFT = 44;
const RIGHT = 8;
const DEEDS = 220;
const REST = 150;
const TOP = 22;
const BETWEEN = 46;

interface DrawingProps {
  readonly rows: readonly Stretch[];
  readonly shown: Framed;
  readonly width: number;
  /** The selected event's moment. */
  readonly at: number | null;
}

function Drawing({ rows, shown, width, at: chosen }: DrawingProps) {
  const said = words();
  const [cursor, setCursor] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  const span = Math.max(shown.until - shown.from, DAY);
  const x = (at: number) => LEFT + ((width - LEFT - RIGHT) * (at - shown.from)) / span;
  const nearest = (pixel: number) => {
    const distance = (row: Stretch) => Math.abs((x(row.from) + x(row.until)) / 2 - pixel);
    return rows.reduce((best, row, i) => (distance(row) < distance(rows[best] ?? row) ? i : best), 0);
  };
  const under = (event: PointerEvent) => nearest(((event.clientX - (picture.current?.getBoundingClientRect().left ?? 0)) * width) / (picture.current?.clientWidth || width));
  const finish = (at: number) => {
    const [one, other] = [rows[Math.min(anchor ?? at, at)], rows[Math.max(anchor ?? at, at)]];
    setAnchor(null);
    if (one && other) ask(one.from, other.until);
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const next = Math.min(Math.max((cursor ?? (step > 0 ? -1 : rows.length)) + step, 0), rows.length - 1);
      setAnchor(event.shiftKey ? (anchor ?? cursor ?? next) : null);
      setCursor(next);
    } else if (event.key === "Enter" && cursor !== null) finish(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const marked = cursor === null ? null : rows[cursor];
  const from = rows[Math.min(anchor ?? cursor ?? 0, cursor ?? 0)];
  const until = rows[Math.max(anchor ?? cursor ?? 0, cursor ?? 0)];
  const bottom = TOP + DEEDS + BETWEEN + REST;
  const bands = useMemo(() => (  // the same at every move of the cursor
    <>
      <Band rows={rows} x={x} top={TOP} height={DEEDS} width={width} of={["occurred"]} title={said.timeline.deeds} />
      <Band rows={rows} x={x} top={TOP + DEEDS + BETWEEN} height={REST} width={width} of={OPEN} title={said.timeline.rest} />
    </>
  ), [rows, shown, width, said]);
  return (
    <div class="drawing" tabIndex={0} role="group" aria-label={said.timeline.keys} onKeyDown={keys}>
      <svg class="picture" ref={picture} viewBox={`0 0 ${width} ${bottom + 26}`} role="img" aria-label={said.timeline.picture}
        onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); const at = under(event); setAnchor(at); setCursor(at); }}
        onPointerMove={(event) => setCursor(under(event))}
        onPointerUp={(event) => finish(under(event))}
        onPointerLeave={() => { if (anchor === null) setCursor(null); }}>
        <Hatches />
        {marked && from && until && <rect class="brush" x={x(from.from)} y={TOP} width={Math.max(1, x(until.until) - x(from.from))} height={bottom - TOP} />}
        {bands}
        {chosen !== null && chosen >= shown.from && chosen <= shown.until && (
          <g class="chosen"><line x1={x(chosen)} x2={x(chosen)} y1={TOP - 4} y2={bottom} /><path d={`M${x(chosen) - 5} ${TOP - 12}h10l-5 8z`} /></g>
        )}
        <g class="axis">
          {timeTicks(shown.from, shown.until, x, 78).map((tick) => (
            <g key={tick.x}>
              <line x1={tick.x} x2={tick.x} y1={bottom} y2={bottom + 5} />
              <text x={Math.min(Math.max(tick.x, LEFT + 14), width - 30)} y={bottom + 18} text-anchor="middle">{tick.label}</text>
            </g>
          ))}
        </g>
      </svg>
      <p class="readout" role="status">{marked ? readout(marked) : said.timeline.hint}</p>
      <p class="legend">
        <span><Swatch class="cooperation" /> {said.timeline.cooperation}</span> <span><Swatch class="conflict" /> {said.timeline.conflict}</span>{" "}
        {OPEN.map((one) => <span key={one}><Swatch class="ink" hatch={HATCHED[one]} /> {said.factuality[one]} </span>)}
      </p>
    </div>
  );
}

function readout(row: Stretch): string {
  const said = words();
  const parts = (["occurred", ...OPEN] as const).flatMap((one) =>
    (["cooperation", "conflict"] as const).flatMap((side) => {
      const n = row.counts[side][one];
      return n ? [`${number(n)} ${said.timeline[side].toLowerCase()} (${said.factuality[one]})`] : [];
    }));
  return `${row.label || row.start}: ${parts.join(", ")}`;
}

interface BandProps {
  readonly rows: readonly Stretch[];
  readonly x: (at: number) => number;
  readonly top: number;
  readonly height: number;
  readonly width: number;
  readonly of: readonly Factuality[];
  readonly title: string;
}

/** One axis: bars up for cooperation, down for conflict, at one scale. */
function Band({ rows, x, top, height, width, of, title }: BandProps) {
  const highest = (side: "cooperation" | "conflict") => Math.max(0, ...rows.map((row) => sum(row, side, of)));
  const ticks = wholeTicks(Math.max(highest("cooperation"), highest("conflict"), 1), height > 200 ? 4 : 2);
  const most = ticks.at(-1) ?? 1;
  const [up, down] = [highest("cooperation"), highest("conflict")].map((n) => ticks.find((tick) => tick >= n) ?? most);
  const y = straight((up ?? 0) + (down ?? 0) || 1, height);
  const middle = top + y(up ?? 0);
  const lines = [...ticks.filter((tick) => tick <= (up ?? 0)), ...ticks.filter((tick) => tick > 0 && tick <= (down ?? 0)).map((tick) => -tick)];
  return (
    <g>
      <text class="title" x={0} y={top - 9}>{title}</text>
      {spaced(lines, y).map((n) => (
        <g class="axis" key={n}>
          <line class={n === 0 ? "zero" : "grid"} x1={LEFT} x2={width - RIGHT} y1={middle - Math.sign(n) * y(Math.abs(n))} y2={middle - Math.sign(n) * y(Math.abs(n))} />
          <text x={LEFT - 6} y={middle - Math.sign(n) * y(Math.abs(n)) + 4} text-anchor="end">{figure(Math.abs(n))}</text>
        </g>
      ))}
      {bars(rows, x, middle, y, of).map(({ side, one, d }) => (
        <path key={`${side} ${one}`} class={side} d={d} style={one === "occurred" ? undefined : { fill: `url(#${HATCHED[one]}-${side})` }} />
      ))}
    </g>
  );
}

/** Leave out the lines of an axis whose numbers would touch. */
function spaced(lines: readonly number[], y: (n: number) => number): readonly number[] {
  return lines.filter((n) => n === 0 || y(Math.abs(n)) >= 12);
}

interface Bars {
  readonly side: "cooperation" | "conflict";
  readonly one: Factuality;
  /** The outlines of all bars of one fill. */
  readonly d: string;
}

/** Stack the bars of each stretch: one path holds all of a fill, as a thousand elements of their own take ten times as long to draw. */
function bars(rows: readonly Stretch[], x: (at: number) => number, middle: number, y: (n: number) => number, of: readonly Factuality[]): readonly Bars[] {
  return (["cooperation", "conflict"] as const).flatMap((side) => {
    const held = rows.map(() => 0);
    return of.map((one) => {
      const outlines = rows.map((row, i) => {
        const n = row.counts[side][one] ?? 0;
        if (!n) return "";
        const [near, far] = [y(held[i] ?? 0), y((held[i] = (held[i] ?? 0) + n))];
        return outline(x(row.from), x(row.until), side === "cooperation" ? middle - far : middle + near, far - near);
      });
      return { side, one, d: outlines.join("") };
    });
  });
}

/** Outline a bar, a pixel apart from the next one where there is room. */
function outline(left: number, right: number, top: number, height: number): string {
  const width = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
  return `M${left.toFixed(2)} ${top.toFixed(2)}h${width.toFixed(2)}v${height.toFixed(2)}h${(-width).toFixed(2)}z`;
}
