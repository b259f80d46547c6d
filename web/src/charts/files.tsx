// Taking along what a view shows: its rows as a table for spreadsheets, or with what was asked for programs.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { inWords, naming } from "../inwords";
import type { Meta } from "../shapes";
import { filter } from "../state";
import { words } from "../words";
import { aboutFile, csv, save } from "./save";
import type { Column } from "./table";

/** The record that is looked at: a file says what it was made from. */
export const Record = createContext<Meta | null>(null);

interface Props<Row> {
  /** Names the file. */
  readonly name: string;
  /** What is shown, in words. */
  readonly told: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly disabled: boolean;
}

export function Files<Row>({ name, told, columns, rows, disabled }: Props<Row>) {
  const meta = useContext(Record);
  const said = words().charts;
  const titles = columns.map((one) => one.title);
  const cells = () => rows.map((row) => columns.map((one) => one.value(row)));
  const saveTable = () => save(`suasion-${name}.csv`, csv(titles, cells()), "text/csv");
  const saveRecords = () => save(`suasion-${name}.json`, withAbout(meta, told, titles, cells()), "application/json");
  return (
    <>
      <button type="button" disabled={disabled} onClick={saveTable}>{said.csv}</button>
      <button type="button" disabled={disabled} onClick={saveRecords}>{said.json}</button>
    </>
  );
}

/** Write rows by the titles of their columns, after what they are, what was asked, and of which record. */
export function withAbout(meta: Meta | null, told: string, titles: readonly string[], cells: readonly (readonly unknown[])[]): string {
  const about = { told, ...(meta && aboutFile(inWords(filter.value, naming(meta)), meta, cells.length)) };
  const rows = cells.map((row) => Object.fromEntries(row.map((cell, i) => [titles[i], cell])));
  return `${JSON.stringify({ about, rows }, null, 1)}\n`;
}
