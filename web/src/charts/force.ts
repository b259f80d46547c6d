// Where the sides of a network stand: those that deal with each other near each other. The same rows give the same picture.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import type { Edge, Named } from "../shapes";
import { widthOf } from "./labels";
import { rooted, shrunk } from "./scales";

export interface Node {
  readonly key: string;
  readonly name: string;
  readonly events: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

const TICKS = 300;
const EDGE = 14;

/** Give the sides with the events in which they take part, the busiest first. */
export function sidesOf(edges: readonly Edge[]): readonly (Named & { readonly events: number })[] {
  const found = new Map<string, Named & { events: number }>();
  for (const edge of edges) {
    const n = edge.cooperative + edge.conflictual + edge.cooperative_open + edge.conflictual_open;
    for (const side of [edge.source, edge.target]) {
      const held = found.get(side.key) ?? { ...side, events: 0 };
      found.set(side.key, { ...held, events: held.events + n });
    }
  }
  return [...found.values()].sort((a, b) => b.events - a.events || (a.key < b.key ? -1 : 1));
}

/** Lay out the `most` busiest sides within a picture. Nothing is left to chance: the start is a spiral, d3-force draws from a fixed series. */
export function laidOut(edges: readonly Edge[], most: number, width: number, height: number): readonly Node[] {
  const sides = sidesOf(edges).slice(0, most);
  const size = rooted(sides[0]?.events ?? 0, 4, 16 * shrunk(width));
  const nodes: (SimulationNodeDatum & { key: string; r: number; wide: number })[] = sides.map((side) => ({ key: side.key, r: size(side.events), wide: widthOf(side.name) / 2 }));
  const kept = new Set(sides.map((side) => side.key));
  const links: SimulationLinkDatum<(typeof nodes)[number]>[] = edges
    .filter((edge) => kept.has(edge.source.key) && kept.has(edge.target.key))
    .map((edge) => ({ source: edge.source.key, target: edge.target.key }))
    .sort((a, b) => (`${a.source} ${a.target}` < `${b.source} ${b.target}` ? -1 : 1));
  forceSimulation(nodes)
    .force("link", forceLink<(typeof nodes)[number], (typeof links)[number]>(links).id((one) => one.key).distance(Math.min(width, height) / 4).strength(0.06))
    .force("charge", forceManyBody().strength(-Math.min(width, height) * 0.9))
    .force("x", forceX(0).strength(0.06 * Math.min(1, height / width)))
    .force("y", forceY(0).strength(0.06))
    .force("collide", forceCollide<(typeof nodes)[number]>((one) => Math.max(one.r + 10, Math.min(one.wide + 4, width / 9))))
    .stop()
    .tick(TICKS);
  return fitted(nodes, sides, width, height);
}

function fitted(nodes: readonly (SimulationNodeDatum & { readonly r: number; readonly wide: number })[], sides: readonly (Named & { readonly events: number })[], width: number, height: number): readonly Node[] {
  const scale = (of: "x" | "y", room: number, pad: number) => {
    const values = nodes.map((one) => one[of] ?? 0);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (high > low ? pad + ((value - low) / (high - low)) * (room - 2 * pad) : room / 2);
  };
  const x = scale("x", width, Math.min(width / 6, 70));
  const y = scale("y", height, EDGE * 2);
  return nodes.map((one, i) => ({ key: sides[i]?.key ?? "", name: sides[i]?.name ?? "", events: sides[i]?.events ?? 0, x: x(one.x ?? 0), y: y(one.y ?? 0), r: one.r }));
}
