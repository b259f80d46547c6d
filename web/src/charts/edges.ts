// Lines between two places: bent, so that the way there and the way back, and cooperation and conflict, lie apart; the head says which.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Side = "cooperation" | "conflict";

const HEAD = 6;
const BEND: Readonly<Record<Side, number>> = { cooperation: 0.14, conflict: 0.3 };

export interface Drawn {
  readonly path: string;
  /** An arrow's head for cooperation, a bar across for conflict. */
  readonly head: string;
  readonly middle: Point;
}

/** Draw a line from `a` to the rim of `b`. */
export function bent(a: Point, b: Point, side: Side, rim: number, width: number): Drawn {
  const control = { x: (a.x + b.x) / 2 - (b.y - a.y) * BEND[side], y: (a.y + b.y) / 2 + (b.x - a.x) * BEND[side] };
  const reach = Math.hypot(b.x - control.x, b.y - control.y) || 1;
  const [ux, uy] = [(b.x - control.x) / reach, (b.y - control.y) / reach];
  const size = HEAD + width / 2;
  const tip = { x: b.x - ux * (rim + 2), y: b.y - uy * (rim + 2) };
  const end = side === "cooperation" ? { x: tip.x - ux * size * 0.8, y: tip.y - uy * size * 0.8 } : tip;
  const wing = (sign: number) => `${round(end.x - sign * uy * size * 0.7)} ${round(end.y + sign * ux * size * 0.7)}`;
  return {
    path: `M${round(a.x)} ${round(a.y)}Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`,
    head: side === "cooperation" ? `M${wing(1)}L${round(tip.x)} ${round(tip.y)}L${wing(-1)}Z` : `M${wing(1)}L${wing(-1)}`,
    middle: { x: (a.x + 2 * control.x + b.x) / 4, y: (a.y + 2 * control.y + b.y) / 4 },
  };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
