// A table that can be sorted by any of its columns: the equal of each picture, for keyboards, screen readers and spreadsheets.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { fill, words } from "../words";
import type { Cell } from "./save";
import { number } from "./say";

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => Cell;
  /** What stands in the cell instead of its value. */
  readonly show?: (row: Row) => ComponentChildren;
}

export interface Order {
  readonly column: number;
  readonly down: boolean;
}

const LOT = 200;

/** Sort rows by a column: numbers by size, texts by the reader's alphabet, what is missing last. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): readonly Row[] {
  const column = order ? columns[order.column] : undefined;
  if (!column || !order) return rows;
  const sign = order.down ? -1 : 1;
  return rows
    .map((row) => ({ row, cell: column.value(row) }))
    .sort((a, b) => (a.cell === null || b.cell === null ? Number(a.cell === null) - Number(b.cell === null) : sign * compared(a.cell, b.cell)))
    .map(({ row }) => row);
}

function compared(one: string | number, other: string | number): number {
  return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly order: Order | null;
  readonly setOrder: (order: Order) => void;
}

export function Table<Row>({ caption, columns, rows, order, setOrder }: Props<Row>) {
  const [shown, setShown] = useState(LOT);
  const said = words().charts;
  const lot = sorted(rows, columns, order).slice(0, shown);
  const told = new Set(columns.filter((column) => firstValue(rows, column) !== null)); // a column that says nothing takes no room
  const turn = (column: number) => setOrder({ column, down: order?.column === column ? !order.down : false });
  return (
    <div class="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => told.has(column) && (
              <th key={column.title} scope="col" class={typeof firstValue(rows, column) === "number" ? "n" : undefined} aria-sort={order?.column === i ? (order.down ? "descending" : "ascending") : undefined}>
                <button type="button" onClick={() => turn(i)}>
                  {column.title}<span class="arrow" aria-hidden="true">{order?.column === i ? (order.down ? "▼" : "▲") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{lot.map((row, i) => <tr key={i}>{columns.filter((column) => told.has(column)).map((column, at) => <Shown key={at} row={row} column={column} first={at === 0} />)}</tr>)}</tbody>
      </table>
      {rows.length > shown && (
        <p>
          <button type="button" onClick={() => setShown(shown + LOT)}>{fill(said.more, { n: number(Math.min(LOT, rows.length - shown)) })}</button>{" "}
          {fill(said.shown, { n: number(shown), total: number(rows.length) })}
        </p>
      )}
    </div>
  );
}

/** The first value of a column, null where it has none: numbers stand at the right, under their title. */
function firstValue<Row>(rows: readonly Row[], column: Column<Row>): Cell {
  for (const row of rows) {
    const found = column.value(row);
    if (found !== null) return found;
  }
  return null;
}

/** Letters of a text that is kept on one line. */
const SHORT = 12;

function Shown<Row>({ row, column, first }: { readonly row: Row; readonly column: Column<Row>; readonly first: boolean }) {
  const value = column.value(row);
  const inside = column.show ? column.show(row) : typeof value === "number" ? number(value, 3) : value;
  const look = typeof value === "number" ? "n" : typeof inside === "string" && inside.length <= SHORT ? "short" : undefined;
  return first ? <th scope="row" class={look}>{inside}</th> : <td class={look}>{inside}</td>;
}
