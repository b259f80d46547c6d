// One measure over the windows of time: values with bands, and where too little is known, a gap that says how little.

import type { Change, Tie } from "../shapes";
import { fill, words } from "../words";
import type { Range } from "./intervals";
import { scaleOf } from "./intervals";
import { figure, dayNumber } from "./say";
import { DAY, timeTicks } from "./time";

export interface Run {
  readonly ties: readonly Tie[];
}

/** Cut a series into runs of neighbours that have values; between them is a gap. */
export function runs(series: readonly Tie[]): readonly Run[] {
  const found: Tie[][] = [];
  let before: Tie | null = null;
  for (const tie of series) {
    const next = before && tie.value !== null && before.value !== null && follows(before, tie);
    if (tie.value !== null) {
      if (next) found.at(-1)?.push(tie);
      else found.push([tie]);
    }
    before = tie;
  }
  return found.map((ties) => ({ ties }));
}

/** Windows without any act have no row: the next row is then no neighbour. */
function follows(one: Tie, other: Tie): boolean {
  const end = dayNumber(one.window.end ?? "");
  const start = dayNumber(other.window.start ?? "");
  return end !== null && start !== null && start - end <= 1.5 * DAY;
}

const LEFT = 40;
const TOP = 20;
const FOOT = 34;

interface Props {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Tie[];
  readonly range: Range;
  readonly period: readonly [number, number];
  readonly changes: readonly Change[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draw one small picture at `top` of a larger one. */
export function Multiple({ title, unit, series, range, period, changes, top, width, height }: Props) {
  const [low, high] = scaleOf(range, series);
  const x = (at: number) => LEFT + ((width - LEFT - 8) * (at - period[0])) / Math.max(period[1] - period[0], DAY);
  const y = (n: number) => TOP + (height - TOP - FOOT) * (1 - (Math.min(Math.max(n, low), high) - low) / (high - low || 1));
  const at = (tie: Tie) => x(((dayNumber(tie.window.start ?? "") ?? 0) + (dayNumber(tie.window.end ?? "") ?? 0) + DAY) / 2);
  const ends = low < 0 ? [low, 0, high] : [low, high];
  const base = height - FOOT;
  const band = (run: Run, from: "low80" | "low95", to: "high80" | "high95") =>
    `M${[...run.ties.map((tie) => `${at(tie)} ${y(tie[to] ?? 0)}`), ...[...run.ties].reverse().map((tie) => `${at(tie)} ${y(tie[from] ?? 0)}`)].join("L")}Z`;
  return (
    <g transform={`translate(0 ${top})`}>
      <text x={0} y={11}><tspan class="title">{title}</tspan> <tspan class="unit">{unit}</tspan></text>
      {ends.map((n) => (
        <g class="axis" key={n}>
          <line x1={LEFT} x2={width - 8} y1={y(n)} y2={y(n)} />
          <text x={LEFT - 5} y={y(n) + 4} text-anchor="end">{figure(n)}</text>
        </g>
      ))}
      {changes.map((one) => <line key={one.day} class="change" x1={x(dayNumber(one.day) ?? 0)} x2={x(dayNumber(one.day) ?? 0)} y1={TOP} y2={base} />)}
      {runs(series).map((run, i) => (
        <g key={i}>
          {run.ties.length > 1
            ? <><path class="band95" d={band(run, "low95", "high95")} /><path class="band80" d={band(run, "low80", "high80")} /><path class="middle" d={`M${run.ties.map((tie) => `${at(tie)} ${y(tie.value ?? 0)}`).join("L")}`} /></>
            : run.ties.map((tie) => <g key={tie.id}><line class="wide" x1={at(tie)} x2={at(tie)} y1={y(tie.low95 ?? 0)} y2={y(tie.high95 ?? 0)} /><line class="narrow" x1={at(tie)} x2={at(tie)} y1={y(tie.low80 ?? 0)} y2={y(tie.high80 ?? 0)} /></g>)}
          {run.ties.map((tie) => <circle key={tie.id} cx={at(tie)} cy={y(tie.value ?? 0)} r={2.5}><title>{`${tie.window.label}: ${figure(tie.value ?? 0)}`}</title></circle>)}
        </g>
      ))}
      {series.filter((tie) => tie.value === null).map((tie) => (
        <g key={tie.id} class="few"><line x1={at(tie)} x2={at(tie)} y1={base} y2={base + 5} /><title>{fill(words().ties.fewIn, { window: tie.window.label, n: tie.n })}</title></g>
      ))}
      <g class="axis">{timeTicks(period[0], period[1], x, 64).map((tick) => <text key={tick.x} x={Math.min(Math.max(tick.x, LEFT + 12), width - 30)} y={height - 14} text-anchor="middle">{tick.label}</text>)}</g>
    </g>
  );
}
