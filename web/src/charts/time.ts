// Days on an axis: which unit suits a period, which days it is drawn over, and where years and months begin.

import type { Bin, EventRow } from "../shapes";
import type { Unit } from "../source";
import { language } from "../words";
import { dayNumber } from "./say";

export const UNITS: readonly Unit[] = ["day", "week", "month", "quarter", "year"];
export const DAY = 86_400_000;
const DAYS: Readonly<Record<Unit, number>> = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 };

/** Stretches that one picture holds at most. */
export const MOST = 400;
const GOOD = 160;
const TAIL = 0.02;
const FAR = 3;

/** How many stretches of a unit a period has, about. */
export function stretches(unit: Unit, first: number, end: number): number {
  return Math.ceil((end - first) / DAY / DAYS[unit]);
}

/** Choose the finest unit that gives a period no more stretches than an eye can tell apart. */
export function unitFor(first: number, end: number): Unit {
  return UNITS.find((unit) => stretches(unit, first, end) <= GOOD) ?? "year";
}

/** The moment in the middle of an event's period, where it is counted; null for an undated one. */
export function middleOf({ start, end }: Pick<EventRow, "start" | "end">): number | null {
  return start && end ? (Date.parse(start) + Date.parse(end)) / 2 : null;
}

export interface Placed extends Bin {
  readonly from: number;
  /** The moment after its last day. */
  readonly until: number;
}

/** Give the stretches that have days, in their order. */
export function dated(bins: readonly Bin[]): readonly Placed[] {
  const placed: Placed[] = [];
  for (const bin of bins) {
    const from = bin.start === null ? null : dayNumber(bin.start);
    const last = bin.end === null ? null : dayNumber(bin.end);
    if (from !== null && last !== null) placed.push({ ...bin, from, until: last + DAY });
  }
  return placed.sort((a, b) => a.from - b.from);
}

export interface Framed {
  readonly bins: readonly Placed[];
  readonly from: number;
  readonly until: number;
  /** Events long before the rest, which would press it together: they are told beside the picture. */
  readonly earlier: number;
  readonly undated: number;
}

/** Choose the days that the picture covers: all of them, but a thin tail long before the rest is cut off and counted. */
export function framed(bins: readonly Bin[]): Framed | null {
  const all = dated(bins);
  const undated = bins.filter((bin) => bin.start === null).reduce((sum, bin) => sum + bin.n, 0);
  const until = Math.max(...all.map((bin) => bin.until));
  const first = all[0]?.from;
  if (first === undefined) return undated ? { bins: [], from: 0, until: 0, earlier: 0, undated } : null;
  const total = all.reduce((sum, bin) => sum + bin.n, 0);
  let seen = 0;
  const core = all.find((bin) => { seen += bin.n; return seen > total * TAIL; })?.from ?? first;
  const from = until - first > FAR * (until - core) ? core : first;
  const kept = all.filter((bin) => bin.from >= from);
  return { bins: kept, from, until, earlier: total - kept.reduce((sum, bin) => sum + bin.n, 0), undated };
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Give where years, months or days begin between two moments, as many as have room. */
export function timeTicks(from: number, until: number, x: (at: number) => number, room: number): readonly Tick[] {
  const days = (until - from) / DAY;
  const many = Math.max(2, Math.floor((x(until) - x(from)) / room));
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((step) => days / 30.4 / step <= many) ?? 1200;
  if (days < 45) return dayTicks(from, until, x, Math.max(1, Math.ceil(days / many)));
  const ticks: Tick[] = [];
  const start = new Date(from);
  const at = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / months) * months;
  for (let month = at; ; month += months) {
    const moment = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (moment >= until) return ticks;
    ticks.push({ x: x(moment), label: written(moment, months >= 12 ? { year: "numeric" } : { month: "short", year: "numeric" }) });
  }
}

function dayTicks(from: number, until: number, x: (at: number) => number, step: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let at = from; at < until; at += step * DAY) ticks.push({ x: x(at), label: written(at, { day: "numeric", month: "short" }) });
  return ticks;
}

function written(at: number, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.value, { ...form, timeZone: "UTC" }).format(at);
}

/** Write a moment as an ISO 8601 day. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
