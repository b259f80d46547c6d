// A long list of which only parts are held: its length is known, any part is asked for by its place, and one row is the current one.

import { signal } from "@preact/signals";
import type { EventRow } from "./shapes";
import type { Page } from "./source";

/** Rows asked for at once. */
export const LOT = 100;

export type Fetch = (offset: number, limit: number) => Promise<Page<EventRow>>;

export class Listing {
  /** How many rows there are; null until the first have come. */
  readonly total = signal<number | null>(null);
  readonly rows = signal<ReadonlyMap<number, EventRow>>(new Map());
  /** The place of the current row; -1 for none. */
  readonly at = signal(-1);
  /** Grows when somebody goes on in the list, so that the focus can follow. */
  readonly moves = signal(0);
  readonly failed = signal<string | null>(null);
  private lots = new Map<number, Promise<void>>();

  constructor(private fetch: Fetch) {}

  /** Ask anew: for another filter or order. What was asked before and comes later is not shown. */
  restart(fetch: Fetch): void {
    this.fetch = fetch;
    this.lots = new Map();
    this.total.value = null;
    this.rows.value = new Map();
    this.at.value = -1;
    this.failed.value = null;
  }

  /** Hold the rows from one place to another, both included. */
  async hold(first: number, last: number): Promise<void> {
    const lots = [];
    for (let lot = Math.floor(Math.max(0, first) / LOT); lot <= Math.floor(Math.max(0, last) / LOT); lot++) lots.push(this.lot(lot));
    await Promise.all(lots);
  }

  /** Go some rows on, and give the row there: at once where it is held, else when it has come; null where the list has none. */
  step(by: number): EventRow | null | Promise<EventRow | null> {
    const to = this.at.value < 0 ? 0 : this.at.value + by;
    if (this.total.value !== null && !(0 <= to && to < this.total.value)) return null;
    return this.rows.value.has(to) ? this.goTo(to) : this.hold(to, to).then(() => this.goTo(to));
  }

  /** Make the row at a place the current one. */
  goTo(place: number): EventRow | null {
    const row = this.rows.value.get(place) ?? null;
    if (row) {
      this.at.value = place;
      this.moves.value += 1;
    }
    return row;
  }

  /** Make the row of an event the current one, if it is held. */
  find(id: string | null): void {
    this.at.value = this.place(id);
  }

  /** Give the place of an event's row; -1 where it is not held. */
  place(id: string | null): number {
    const now = this.rows.value.get(this.at.value);
    if (now?.id === id) return this.at.value;
    if (id !== null) for (const [place, row] of this.rows.value) if (row.id === id) return place;
    return -1;
  }

  /** Show a row as it has become. */
  renew(id: string, change: (row: EventRow) => EventRow): void {
    const place = this.place(id);
    const row = this.rows.value.get(place);
    if (row) this.rows.value = new Map(this.rows.value).set(place, change(row));
  }

  private lot(number: number): Promise<void> {
    const lots = this.lots;
    const asked = lots.get(number) ?? this.fetch(number * LOT, LOT).then(
      (page) => { if (lots === this.lots) this.take(number, page); },
      (error: unknown) => { lots.delete(number); if (lots === this.lots) this.failed.value = String(error instanceof Error ? error.message : error); },
    );
    lots.set(number, asked);
    return asked;
  }

  private take(number: number, page: Page<EventRow>): void {
    const rows = new Map(this.rows.value);
    page.items.forEach((row, i) => rows.set(number * LOT + i, row));
    this.rows.value = rows;
    this.total.value = page.total;
  }
}
