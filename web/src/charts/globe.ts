// The map's outlines and its projection. Outlines are Natural Earth's, by world-atlas, and lie in the page: no tile is fetched.

import { type GeoProjection, geoEqualEarth, geoPath } from "d3-geo";
import { borders, land, step } from "virtual:outlines";
import type { Point } from "./edges";

const LAND = { type: "MultiPolygon" as const, coordinates: land.map((rings) => rings.map(line)) };
const BORDERS = { type: "MultiLineString" as const, coordinates: borders.map(line) };

export const NEAREST = 24;

/** Where the map looks: a point on the globe in degrees, and how many times nearer than the whole world. */
export interface Look {
  readonly lon: number;
  readonly lat: number;
  readonly near: number;
}

export const WHOLE: Look = { lon: 10, lat: 12, near: 1 };

export interface MapDrawing {
  readonly land: string;
  readonly borders: string;
  readonly at: (lon: number, lat: number) => Point | null;
  readonly back: (x: number, y: number) => readonly [number, number] | null;
}

/** Draw the outlines within a picture of a size. */
export function drawMap(look: Look, width: number, height: number): MapDrawing {
  const projection = geoEqualEarth().fitSize([width, height], { type: "Sphere" });
  centre(projection, look, width, height);
  const path = geoPath(projection);
  return {
    land: path(LAND) ?? "",
    borders: path(BORDERS) ?? "",
    at: (lon, lat) => { const found = projection([lon, lat]); return found ? { x: found[0], y: found[1] } : null; },
    back: (x, y) => projection.invert?.([x, y]) ?? null,
  };
}

function centre(projection: GeoProjection, look: Look, width: number, height: number): void {
  projection.scale(projection.scale() * look.near).translate([width / 2, height / 2]);
  const [x, y] = projection([look.lon, look.lat]) ?? [width / 2, height / 2];
  const half = [width / 2, height / 2] as const;
  if (look.near > 1) projection.translate([half[0] * 2 - x, half[1] * 2 - y]).clipExtent([[-50, -50], [width + 50, height + 50]]);
}

/** Look at some places as near as lets all of them be seen. */
export function lookAt(places: readonly { readonly lon: number; readonly lat: number }[], width: number, height: number): Look {
  if (places.length === 0) return WHOLE;
  const map = drawMap(WHOLE, width, height);
  const points = places.flatMap((one) => map.at(one.lon, one.lat) ?? []);
  const xs = points.map((one) => one.x);
  const ys = points.map((one) => one.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [lon, lat] = map.back((left + right) / 2, (top + bottom) / 2) ?? [WHOLE.lon, WHOLE.lat];
  const room = Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1)) * 0.75;
  return { lon, lat, near: Math.min(Math.max(room, 1), NEAREST / 3) };
}

/** Give the points of a line, in degrees, from its steps on the grid. */
function line(steps: readonly number[]): number[][] {
  const points: number[][] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i + 1 < steps.length; i += 2) {
    x += steps[i]!;
    y += steps[i + 1]!;
    points.push([x * step, y * step]);
  }
  return points;
}
