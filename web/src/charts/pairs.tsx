// What passed between sides, as lines: one for cooperation and one for conflict, whole if anything happened, dashed if not.

import type { Edge } from "../shapes";
import { fill, words } from "../words";
import { bent, type Point, type Side } from "./edges";
import type { Scale } from "./scales";
import type { Column } from "./table";

export interface Line {
  readonly edge: Edge;
  readonly side: Side;
  readonly deeds: number;
  readonly open: number;
}

/** Give the lines of some pairs, those with most deeds first. */
export function linesOf(edges: readonly Edge[]): readonly Line[] {
  const lines = edges.flatMap((edge): Line[] => [
    { edge, side: "cooperation", deeds: edge.cooperative, open: edge.cooperative_open },
    { edge, side: "conflict", deeds: edge.conflictual, open: edge.conflictual_open },
  ]);
  return lines.filter((line) => line.deeds + line.open > 0).sort((a, b) => b.deeds - a.deeds || b.open - a.open || (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function keyOf(line: Line): string {
  return `${line.edge.source.key} ${line.edge.target.key} ${line.side}`;
}

/** Say a line in words. */
export function toldOf(line: Line): string {
  const said = words().charts;
  return fill(said.line, { source: line.edge.source.name, target: line.edge.target.name, side: said[line.side], deeds: line.deeds, open: line.open });
}

export function pairColumns(choose: (edge: Edge) => void): readonly Column<Edge>[] {
  const said = words();
  return [
    { title: said.filter.source, value: (row) => row.source.name, show: (row) => <button type="button" class="link" onClick={() => choose(row)}>{row.source.name}</button> },
    { title: said.filter.target, value: (row) => row.target.name },
    { title: said.charts.coopDeeds, value: (row) => row.cooperative },
    { title: said.charts.confDeeds, value: (row) => row.conflictual },
    { title: said.charts.coopOpen, value: (row) => row.cooperative_open },
    { title: said.charts.confOpen, value: (row) => row.conflictual_open },
  ];
}

interface Props {
  readonly line: Line;
  readonly from: Point;
  readonly to: Point;
  readonly rim: number;
  readonly width: Scale;
  /** Whether the selected event is one of those that it stands for. */
  readonly chosen: boolean;
  readonly choose: (edge: Edge) => void;
}

export function PairLine({ line, from, to, rim, width, chosen, choose }: Props) {
  const thick = width(line.deeds);
  const drawn = bent(from, to, line.side, rim, thick);
  return (
    <g class={`pair ${line.side} ${line.deeds ? "" : "open"} ${chosen ? "chosen" : ""}`} onClick={() => choose(line.edge)}>
      <title>{toldOf(line)}</title>
      <path class="reach" d={drawn.path} />
      {chosen && <path class="halo" d={drawn.path} style={{ strokeWidth: `${thick + 6}px` }} />}
      <path class="line" d={drawn.path} style={{ strokeWidth: `${thick}px` }} />
      <path class="head" d={drawn.head} />
    </g>
  );
}

/** What lines mean, for a legend. */
export function LineLegend() {
  const said = words().charts;
  const sample = (side: Side, open: boolean, text: string) => (
    <span>
      <svg class="swatch" width="40" height="14" aria-hidden="true">
        <g class={`pair ${side} ${open ? "open" : ""}`}>
          <path class="line" d="M2 7H33" />
          <path class="head" d={side === "cooperation" ? "M31 2.5L38 7L31 11.5Z" : "M34 2V12"} />
        </g>
      </svg>{" "}
      {text}
    </span>
  );
  return (
    <p class="legend">
      {sample("cooperation", false, said.coopLine)} {sample("conflict", false, said.confLine)} {sample("cooperation", true, said.openLine)}
    </p>
  );
}
