// A value with its 80 % and 95 % intervals: a dot, a thick and a thin line, on a scale that always is the same.

import { fill, words } from "../words";
import { figure } from "./say";

export interface Bounded {
  readonly value: number | null;
  readonly low80: number | null;
  readonly high80: number | null;
  readonly low95: number | null;
  readonly high95: number | null;
}

/** What a measure can be: both ends, or the lower one alone (counts and rates know no upper end). */
export type Range = readonly [number, number | null];

/** Choose the scale of a measure for some values: its own range, or up to a round number above them. */
export function scaleOf(range: Range, values: readonly Bounded[]): readonly [number, number] {
  const [low, high] = range;
  if (high !== null) return [low, high];
  const most = Math.max(low, ...values.flatMap((one) => [one.high95 ?? one.value ?? low]));
  return [low, roundUp(most > low ? most : low + 1)];
}

/** Round up to 1, 2 or 5 times a power of ten. */
export function roundUp(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  return ([1, 2, 5, 10].find((one) => one * power >= n - 1e-12) ?? 10) * power;
}

const HEIGHT = 16;

interface Props {
  readonly of: Bounded;
  readonly scale: readonly [number, number];
  readonly width: number;
  readonly told: string;
}

/** Draw one value; nothing but its axis where there is none. */
export function Interval({ of, scale, width, told }: Props) {
  const [low, high] = scale;
  const x = (n: number) => 6 + (Math.min(Math.max((n - low) / (high - low || 1), 0), 1)) * (width - 12);
  const middle = HEIGHT / 2;
  return (
    <svg class="interval" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={told}>
      <line class="base" x1={6} x2={width - 6} y1={middle} y2={middle} />
      {low < 0 && <line class="base" x1={x(0)} x2={x(0)} y1={2} y2={HEIGHT - 2} />}
      {of.low95 !== null && of.high95 !== null && <line class="wide" x1={x(of.low95)} x2={x(of.high95)} y1={middle} y2={middle} />}
      {of.low80 !== null && of.high80 !== null && <line class="narrow" x1={x(of.low80)} x2={x(of.high80)} y1={middle} y2={middle} />}
      {of.value !== null && <circle cx={x(of.value)} cy={middle} r={4} />}
    </svg>
  );
}

/** Say the ends of an interval. */
export function span(low: number | null, high: number | null): string {
  return low === null || high === null ? "" : fill(words().charts.span, { low: figure(low), high: figure(high) });
}
