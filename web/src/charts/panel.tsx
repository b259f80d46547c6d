// What every view stands in: what it shows in words, the switch between picture and table, its files, and what it says when there is nothing.

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { words } from "../words";
import type { Loaded } from "./loaded";
import { Files } from "./files";
import { here, pictureText, save } from "./save";
import { type Column, type Order, sorted, Table } from "./table";
import "./charts.css";

/** Whether views show their tables instead of their pictures: one choice for all. */
export const asTable = signal(false);

interface Props<Row> {
  /** Names the files. */
  readonly name: string;
  /** What is shown, with its units, in a sentence or two. */
  readonly told: string;
  readonly loaded: Loaded<unknown>;
  /** Why there is nothing to show; null where there is. */
  readonly empty: string | null;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly first?: Order;
  /** Choices that belong to this view. */
  readonly choices?: ComponentChildren;
  /** Whether what is shown holds a picture that can be saved. */
  readonly picture?: boolean;
  /** What is shown; without it the table is all there is. */
  readonly children?: ComponentChildren;
}

export function Panel<Row>({ name, told, loaded, empty, columns, rows, first, choices, picture, children }: Props<Row>) {
  const box = useRef<HTMLElement>(null);
  const [order, setOrder] = useState<Order | null>(first ?? null);
  const said = words();
  const drawn = children !== undefined;
  const table = asTable.value || !drawn;
  const nothing = loaded.failed ?? (loaded.rows === null ? said.evidence.loading : empty);
  const savePicture = () => {
    const found = box.current?.querySelector<SVGSVGElement>("svg.picture");
    if (found) save(`suasion-${name}.svg`, pictureText(found, `${told} ${here()}`), "image/svg+xml");
  };
  return (
    <section class={`panel ${name}`} ref={box} aria-busy={loaded.waiting} aria-label={said.views[name as keyof typeof said.views]}>
      <p class="lede">{told}</p>
      <div class="choices">
        {choices}
        <span class="files">
          {drawn && (
            <button type="button" aria-pressed={asTable.value} onClick={() => { asTable.value = !asTable.value; }}>{said.charts.table}</button>
          )}
          <Files name={name} told={told} columns={columns} rows={sorted(rows, columns, order)} disabled={nothing !== null} />
          {picture && !table && <button type="button" disabled={nothing !== null} onClick={savePicture}>{said.charts.svg}</button>}
        </span>
      </div>
      {nothing !== null
        ? <p class="nothing" role={loaded.failed ? "alert" : "status"}>{nothing}</p>
        : table ? <Table caption={told} columns={columns} rows={rows} order={order} setOrder={setOrder} /> : children}
    </section>
  );
}
