// Labels that never overlap: each takes the first free place around its mark, the important ones first; what finds none is left to the table.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Wanted {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** The radius of the mark that the label stands beside. */
  readonly r: number;
}

export interface Label {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

export const SIZE = 12;
const LINE = 1.2;
const GAP = 3;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u;

/** Directions that are tried, best first. */
const AROUND: readonly (readonly [number, number])[] = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];

/** How wide a text is at most, about, in pixels. */
export function widthOf(text: string, size = SIZE): number {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 1.05 : 0.58) * size, 0);
}

/** Place labels within a picture, in the order in which they are wanted; `taken` is kept free of them. */
export function placeLabels(wanted: readonly Wanted[], width: number, height: number, taken: readonly Box[] = [], size = SIZE): readonly Label[] {
  const full: Box[] = [...taken];
  const placed: Label[] = [];
  for (const one of wanted) {
    const found = candidates(one, size).find(({ box }) => inside(box, width, height) && !full.some((other) => meets(box, other)));
    if (!found) continue;
    full.push(found.box);
    placed.push(found.label);
  }
  return placed;
}

export function around(x: number, y: number, r: number): Box {
  return { left: x - r, top: y - r, right: x + r, bottom: y + r };
}

export function meets(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function candidates(one: Wanted, size: number): readonly { readonly label: Label; readonly box: Box }[] {
  const width = widthOf(one.text, size);
  const height = size * LINE;
  return AROUND.map(([across, down]) => {
    const slant = across && down ? Math.SQRT1_2 : 1;
    const x = one.x + across * (one.r * slant + GAP);
    const middle = one.y + down * (one.r * slant + GAP + height / 2);
    const left = across > 0 ? x : across < 0 ? x - width : x - width / 2;
    const box = { left, top: middle - height / 2, right: left + width, bottom: middle + height / 2 };
    const anchor = across > 0 ? "start" : across < 0 ? "end" : "middle";
    return { label: { key: one.key, text: one.text, x, y: middle + size * 0.35, anchor }, box };
  });
}

function inside(box: Box, width: number, height: number): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}
