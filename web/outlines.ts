// The world's outlines, as the map needs them: made while the page is built, so that the page carries a third of the atlas.

import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";
import atlas from "world-atlas/countries-110m.json" with { type: "json" };

/** A point's grid, in degrees. The atlas is drawn at 1:110 million: it has no detail that is smaller. */
const STEP = 0.05;
/** South of this, in degrees, lies Antarctica alone: no state acts toward another there, and its coast is a tenth of the outlines. */
const SOUTH = -60;
const NAME = "virtual:outlines";

type Line = readonly (readonly number[])[];

/** Provide the outlines of land and the borders between countries, by Natural Earth. */
export function outlines(): Plugin {
  return {
    name: "outlines",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? Object.entries({ step: STEP, ...drawn() }).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`).join("\n") : null),
  };
}

function drawn() {
  const world = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
  const land = feature(world, world.objects.land).features.flatMap(({ geometry }) => (geometry.type === "MultiPolygon" ? geometry.coordinates : []));
  const lived = land.filter(([rim]) => rim?.some(([, lat = 0]) => lat > SOUTH));
  const borders = mesh(world, world.objects.countries, (one, other) => one !== other).coordinates;
  return {
    land: lived.map((rings) => rings.map(steps).filter((ring) => ring.length >= 8)).filter((rings) => rings.length > 0),
    borders: borders.map(steps).filter((line) => line.length >= 4),
  };
}

/** Give a line as steps on the grid from one point to the next, x and y by turns, without those that go nowhere. */
function steps(line: Line): readonly number[] {
  const found: number[] = [];
  let [x, y] = [0, 0];
  line.forEach(([lon = 0, lat = 0], i) => {
    const next = [Math.round(lon / STEP), Math.round(lat / STEP)] as const;
    if (i > 0 && next[0] === x && next[1] === y) return;
    found.push(next[0] - x, next[1] - y);
    [x, y] = next;
  });
  return found;
}
