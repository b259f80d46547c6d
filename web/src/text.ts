// Sentences with marks. Spans count Unicode code points, JavaScript counts UTF-16 units: the difference is made up here and nowhere else.

import type { Mark } from "./shapes";

export interface Piece {
  readonly text: string;
  /** The marks that cover the piece, the shortest last. */
  readonly marks: readonly Mark[];
}

/** Cut a sentence at the ends of its marks; the pieces together are the sentence. */
export function pieces(sentence: string, marks: readonly Mark[]): readonly Piece[] {
  const points = Array.from(sentence);
  const inside = marks.filter((mark) => 0 <= mark.start && mark.start < mark.end && mark.end <= points.length);
  const cuts = [...new Set([0, points.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? points.length;
    const over = inside.filter((mark) => mark.start <= start && end <= mark.end);
    over.sort((a, b) => b.end - b.start - (a.end - a.start));
    return { text: points.slice(start, end).join(""), marks: over };
  });
}
