// The scorecard of a pair: what passed from one to the other and back, each measure with its intervals, over time, and against its own past.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { Interval, type Range, scaleOf, span } from "../charts/intervals";
import { type Loaded, useLoaded } from "../charts/loaded";
import { Multiple } from "../charts/multiples";
import { Panel } from "../charts/panel";
import { day, dayNumber, figure, number, percent } from "../charts/say";
import { Sized } from "../charts/sized";
import type { Column } from "../charts/table";
import { DAY } from "../charts/time";
import { type Filter, without } from "../filter";
import type { Change, Meta, Tie } from "../shapes";
import type { Source, TieQuestion } from "../source";
import { filter } from "../state";
import { fill, words } from "../words";
import "./ties.css";

const WINDOWS = ["year", "quarter", "month"] as const;
type Window = (typeof WINDOWS)[number];
export const MEASURES = ["courtship", "courtship-raw", "affinity", "affinity-equal", "volume", "dependence", "dependence-raw", "asymmetry", "intensity", "alignment", "hedging"] as const;
export type Measure = (typeof MEASURES)[number];
const RANGES: Readonly<Record<Measure, Range>> = {
  "courtship": [0, null], "courtship-raw": [0, null], "affinity": [-1, 1], "affinity-equal": [-1, 1], "volume": [0, null],
  "dependence": [0, 1], "dependence-raw": [0, 1], "asymmetry": [-1, 1], "intensity": [0, 1], "alignment": [0, 1], "hedging": [0, 1],
};
const OVER_TIME: readonly Measure[] = ["courtship", "courtship-raw", "affinity", "volume", "dependence"];

interface Card {
  readonly source: string;
  readonly target: string;
  /** Over the whole time, there and back. */
  readonly there: readonly Tie[];
  readonly back: readonly Tie[];
  readonly series: readonly Tie[];
  readonly changes: readonly Change[];
}

/** The pair that a scorecard begins with: the one that the filter names, else the one between which most happened. */
async function pairOf(source: Source, asked: Filter): Promise<readonly [string, string] | null> {
  const [from, to] = [asked.source?.[0], asked.target?.[0]];
  if (from && to) return [from, to];
  const edges = await source.network(asked);
  const best = [...edges].sort((a, b) => b.cooperative + b.conflictual - a.cooperative - a.conflictual)[0];
  return best ? [best.source.key, best.target.key] : null;
}

async function card(source: Source, asked: Filter, instrument: string, window: Window): Promise<Card | null> {
  const pair = await pairOf(source, asked);
  if (!pair) return null;
  const ask = (one: string, other: string): TieQuestion => ({ source: one, target: other, instrument, ...(asked.dataset ? { dataset: asked.dataset } : {}) });
  const there = ask(...pair);
  const [all, back, series, changes] = await Promise.all([
    source.ties({ ...there, window: "all" }),
    source.ties({ ...ask(pair[1], pair[0]), window: "all" }),
    source.ties({ ...there, window }),
    source.changes({ ...there, window: window === "year" ? "quarter" : window }).catch(() => []),
  ]);
  return { source: pair[0], target: pair[1], there: all, back, series: byDay(series), changes };
}

function byDay(ties: readonly Tie[]): readonly Tie[] {
  return ties.filter((tie) => tie.window.start !== null).sort((a, b) => ((a.window.start ?? "") < (b.window.start ?? "") ? -1 : 1));
}

/** One row of a scorecard: a measure there and back; null where there is no such tie. */
export interface Score {
  readonly measure: Measure;
  readonly there: Tie | null;
  readonly back: Tie | null;
}

/** Lay a pair's ties out by measure. */
export function scores(there: readonly Tie[], back: readonly Tie[]): readonly Score[] {
  const of = (ties: readonly Tie[], measure: Measure) => ties.find((tie) => tie.measure === measure) ?? null;
  return MEASURES.map((measure) => ({ measure, there: of(there, measure), back: of(back, measure) })).filter((row) => row.there || row.back);
}

export function Ties({ source, meta }: ViewProps) {
  const asked = filter.value;
  const [instrument, setInstrument] = useState("all");
  const [window, setWindow] = useState<Window>("quarter");
  const loaded = useLoaded(() => card(source, asked, instrument, window), JSON.stringify([asked.source, asked.target, asked.dataset, instrument, window]));
  const said = words().ties;
  const shown = loaded.rows;
  const names = new Map(meta.states.map((one) => [one.key, one.name]));
  const name = (key: string) => names.get(key) ?? key;
  const groups = [...new Set(meta.instruments.map((one) => one.key.split("/")[0] ?? one.key))];
  const pick = (side: "source" | "target") => (key: string) => {
    const pair = { source: shown?.source ?? "", target: shown?.target ?? "", [side]: key };
    filter.value = { ...without(without(asked, "source"), "target"), ...(pair.source ? { source: [pair.source] } : {}), ...(pair.target ? { target: [pair.target] } : {}) };
  };
  const rows = shown ? [...shown.there, ...shown.back, ...shown.series] : [];
  return (
    <Panel name="ties" told={shown ? fill(said.told, { source: name(shown.source), target: name(shown.target) }) : loaded.waiting ? words().evidence.loading : said.none} loaded={ready(loaded)} empty={emptyOf(shown)}
      columns={columns(name)} rows={rows} picture={shown !== null && measured(shown)} choices={
        <>
          <Side label={said.source} value={shown?.source ?? ""} meta={meta} pick={pick("source")} />
          <button type="button" aria-label={said.swap} title={said.swap} onClick={() => { if (shown) filter.value = { ...asked, source: [shown.target], target: [shown.source] }; }}>⇄</button>
          <Side label={said.target} value={shown?.target ?? ""} meta={meta} pick={pick("target")} />
          <label>
            {said.instrument}{" "}
            <select value={instrument} onChange={(event) => setInstrument(event.currentTarget.value)}>
              {["all", ...groups].map((one) => <option key={one} value={one}>{instrumentName(one)}</option>)}
            </select>
          </label>
          {meta.datasets.length > 1 && (
            <label>
              {said.dataset}{" "}
              <select value={asked.dataset ?? ""} onChange={(event) => { const { value } = event.currentTarget; filter.value = value ? { ...asked, dataset: value } : without(asked, "dataset"); }}>
                <option value="">{said.own}</option>
                {meta.datasets.map((one) => <option key={one} value={one}>{one}</option>)}
              </select>
            </label>
          )}
          <label>
            {said.window}{" "}
            <select value={window} onChange={(event) => setWindow(event.currentTarget.value as Window)}>
              {WINDOWS.map((one) => <option key={one} value={one}>{words().timeline.units[one]}</option>)}
            </select>
          </label>
        </>
      }>
      {shown && <Components shown={shown} name={name} />}
      {shown && <Measured shown={shown} name={name} />}
      {shown && <OverTime shown={shown} window={window} name={name} />}
      <p class="note">{said.note}</p>
    </Panel>
  );
}

/** Whether any period has a value, so that there is something to draw. */
function measured(shown: Card): boolean {
  return shown.series.some((tie) => tie.value !== null);
}

/** A case without pairs is an answer like any other. */
function ready(loaded: Loaded<Card | null>): Loaded<unknown> {
  return loaded.rows === null && !loaded.waiting && !loaded.failed ? { ...loaded, rows: [] } : loaded;
}

function emptyOf(shown: Card | null): string | null {
  if (!shown) return words().ties.none;
  return shown.there.length + shown.back.length + shown.series.length ? null : words().ties.nothing;
}

function arrow(from: string, to: string, name: (key: string) => string): string {
  return `${name(from)} → ${name(to)}`;
}

function instrumentName(key: string): string {
  const said: Readonly<Record<string, string>> = words().ties.instruments;
  return said[key] ?? key;
}

function Side({ label, value, meta, pick }: { readonly label: string; readonly value: string; readonly meta: Meta; readonly pick: (key: string) => void }) {
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
        {!meta.states.some((one) => one.key === value) && <option value={value}>{value || "…"}</option>}
        {meta.states.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
      </select>
    </label>
  );
}

/** What the measures are made of: counts by what became of the acts, and how many of the deeds are sure. */
function Components({ shown, name }: { readonly shown: Card; readonly name: (key: string) => string }) {
  const said = words();
  const line = (from: string, to: string, tie: Tie | undefined) => (
    <li>
      <strong>{arrow(from, to, name)}</strong>{" "}
      {tie
        ? <>{fill(said.ties.acts, { n: tie.n })}: {(["occurred", "planned", "conditional", "possible", "denied"] as const).filter((one) => tie.counts[one] > 0).map((one) => `${number(tie.counts[one])} ${said.factuality[one]}`).join(", ")}. {fill(said.ties.effective, { n: figure(tie.effective_n) })}</>
        : said.ties.noActs}
    </li>
  );
  return <ul class="components">{line(shown.source, shown.target, shown.there[0])}{line(shown.target, shown.source, shown.back[0])}</ul>;
}

/** The measures; where none could be given, one sentence in their place. */
function Measured({ shown, name }: { readonly shown: Card; readonly name: (key: string) => string }) {
  const said = words().ties;
  const rows = scores(shown.there, shown.back);
  const [there, back] = [arrow(shown.source, shown.target, name), arrow(shown.target, shown.source, name)];
  const table = <Scores rows={rows} there={there} back={back} />;
  if (rows.some((row) => (row.there?.value ?? row.back?.value ?? null) !== null)) return <><p class="aside">{said.legend}</p>{table}</>;
  const sure = (ties: readonly Tie[]) => figure(ties[0]?.effective_n ?? 0);
  return (
    <>
      <p>{fill(said.none_measured, { there: sure(shown.there), way: there, back: sure(shown.back), wayBack: back })}</p>
      <details><summary>{said.which}</summary>{table}</details>
    </>
  );
}

function Scores({ rows, there, back }: { readonly rows: readonly Score[]; readonly there: string; readonly back: string }) {
  const said = words().ties;
  return (
    <table class="scores">
      <caption class="unseen">{said.legend}</caption>
      <thead><tr><th scope="col">{said.measure}</th><th scope="col">{there}</th><th scope="col">{back}</th></tr></thead>
      <tbody>
        {rows.map(({ measure, there: one, back: other }) => {
          const scale = scaleOf(RANGES[measure], [one, other].filter((tie) => tie !== null));
          return (
            <tr key={measure}>
              <th scope="row">{said.measures[measure].name}<small>{said.measures[measure].meaning}</small></th>
              <td data-way={there}><Value tie={one} scale={scale} /></td>
              <td data-way={back}><Value tie={other} scale={scale} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Value({ tie, scale }: { readonly tie: Tie | null; readonly scale: readonly [number, number] }) {
  const said = words().ties;
  if (!tie) return <span class="none">{said.notMeasured}</span>;
  if (tie.value === null) return <span class="none">{fill(said.few, { n: tie.counts.occurred, effective: figure(tie.effective_n) })}</span>;
  const told = fill(said.value, { value: figure(tie.value), low80: figure(tie.low80 ?? tie.value), high80: figure(tie.high80 ?? tie.value), low95: figure(tie.low95 ?? tie.value), high95: figure(tie.high95 ?? tie.value) });
  return (
    <>
      <Interval of={tie} scale={scale} width={150} told={told} />
      <span class="ends"><span>{figure(scale[0])}</span><span>{figure(scale[1])}</span></span>
      <span class="figures"><strong>{figure(tie.value)}</strong> {fill(said.interval, { span: span(tie.low95, tie.high95) })}</span>
      {tie.note && <small>{tie.note}</small>}
    </>
  );
}

const SMALL = 150;

function OverTime({ shown, window, name }: { readonly shown: Card; readonly window: Window; readonly name: (key: string) => string }) {
  const said = words().ties;
  const series = OVER_TIME.map((measure) => ({ measure, ties: shown.series.filter((tie) => tie.measure === measure) })).filter((one) => one.ties.length > 0);
  const first = shown.series[0]?.window.start;
  const last = shown.series.at(-1)?.window.end;
  const period = [dayNumber(first ?? "") ?? 0, (dayNumber(last ?? "") ?? 0) + DAY] as const;
  const few = (series[0]?.ties ?? []).filter((tie) => tie.value === null).length;
  return (
    <section class="overtime">
      <h2>{fill(said.overTime, { unit: words().timeline.units[window], source: name(shown.source), target: name(shown.target) })}</h2>
      {series.length === 0
        ? <p class="nothing">{said.noWindows}</p>
        : !measured(shown)
        ? <p class="nothing">{fill(said.noValues, { n: series[0]?.ties.length ?? 0 })}</p>
        : <>
            <p class="aside">{fill(said.fewWindows, { n: few, total: series[0]?.ties.length ?? 0 })}</p>
            <Sized>{(width) => {
              const across = width >= 620 ? 2 : 1;
              const each = width / across;
              return (
                <svg class="picture multiples" viewBox={`0 0 ${width} ${Math.ceil(series.length / across) * SMALL}`} role="img" aria-label={said.picture}>
                  {series.map((one, i) => (
                    <g key={one.measure} transform={`translate(${(i % across) * each} 0)`}>
                      <Multiple title={said.measures[one.measure].name} unit={said.measures[one.measure].unit} series={one.ties} range={RANGES[one.measure]} period={period} changes={one.measure.startsWith("courtship") ? shown.changes : []}
                        top={Math.floor(i / across) * SMALL} width={each - (across > 1 ? 14 : 0)} height={SMALL} />
                    </g>
                  ))}
                </svg>
              );
            }}</Sized>
          </>}
      <h2>{said.changes}</h2>
      {shown.changes.length === 0 ? <p class="aside">{said.noChange}</p> : <ul>{shown.changes.map((one) => <li key={one.day}>{changed(one)}</li>)}</ul>}
    </section>
  );
}

/** Nothing is given as surer than this. */
const SURE = 0.99;

function changed(one: Change): string {
  return fill(words().ties.change, {
    day: day(one.day), before: figure(one.before), after: figure(one.after), times: figure(one.raw.value), span: span(one.raw.low95, one.raw.high95),
    corrected: figure(one.corrected.value), correctedSpan: span(one.corrected.low95, one.corrected.high95), probability: one.probability > SURE ? fill(words().ties.over, { share: percent(SURE) }) : percent(one.probability),
  }) + (one.note ? ` ${one.note}` : "");
}

function columns(name: (key: string) => string): readonly Column<Tie>[] {
  const said = words();
  return [
    { title: said.ties.source, value: (row) => name(row.source) },
    { title: said.ties.target, value: (row) => name(row.target) },
    { title: said.ties.measure, value: (row) => (said.ties.measures as Readonly<Record<string, { readonly name: string }>>)[row.measure]?.name ?? row.measure },
    { title: said.ties.window, value: (row) => (row.window.label === "all" ? said.ties.always : row.window.label) },
    { title: said.ties.valueTitle, value: (row) => row.value },
    { title: "80 %: ≥", value: (row) => row.low80 },
    { title: "80 %: ≤", value: (row) => row.high80 },
    { title: "95 %: ≥", value: (row) => row.low95 },
    { title: "95 %: ≤", value: (row) => row.high95 },
    { title: said.ties.unit, value: (row) => row.unit },
    { title: said.ties.actsTitle, value: (row) => row.n },
    ...(["occurred", "planned", "conditional", "possible", "denied"] as const).map((one): Column<Tie> => ({ title: said.factuality[one], value: (row) => row.counts[one] })),
    { title: said.ties.effectiveTitle, value: (row) => row.effective_n },
  ];
}
