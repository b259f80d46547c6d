// Counts to sizes. Areas and widths grow with the square root between fixed ends, so that one busy pair never fills the page.

export type Scale = (n: number) => number;

/** Map 0..`most` to `low`..`high` by the square root; what lies outside is clamped. */
export function rooted(most: number, low: number, high: number): Scale {
  return (n) => (most > 0 ? low + (high - low) * Math.sqrt(Math.min(Math.max(n / most, 0), 1)) : low);
}

const FULL = 700;

/** How much smaller marks are drawn where a picture has less room. */
export function shrunk(width: number): number {
  return Math.min(1, Math.max(0.55, width / FULL));
}

/** Map 0..`most` to 0..`length`, in a straight line. */
export function straight(most: number, length: number): Scale {
  return (n) => (most > 0 ? (length * Math.min(Math.max(n, 0), most)) / most : 0);
}

/** Give whole numbers for an axis of counts from 0 to at least `most`: at most `many` steps of 1, 2 or 5 times a power of ten. */
export function wholeTicks(most: number, many = 4): readonly number[] {
  const rough = Math.max(1, most / many);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough - 1e-9) ?? rough;
  const steps = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, i) => i * step);
}
