// Probabilities and sources in the words of analysts, by rules that the help prints.

import { percent } from "./charts/say";
import type { EventRow } from "./shapes";
import { fill, words } from "./words";

/** Upper ends of the bands of likelihood in the US Intelligence Community Directive 203 (2015), section D.6.e.2, and what each is called. */
export const BANDS = [
  [0.05, "remote"], [0.2, "veryUnlikely"], [0.45, "unlikely"], [0.55, "even"], [0.8, "likely"], [0.95, "veryLikely"], [1, "almostCertain"],
] as const;
type Band = (typeof BANDS)[number][1];

/** Nothing is called surer than this, or less sure than the rest. */
const SUREST = 0.99;

export function bandOf(probability: number): Band {
  return (BANDS.find(([upTo]) => probability < upTo) ?? BANDS[BANDS.length - 1]!)[1];
}

/** Say a probability as a word with its figure: "very likely (87 %)". */
export function estimate(probability: number): string {
  const shown = Math.min(Math.max(probability, 1 - SUREST), SUREST);
  return fill(words().estimate.with, { word: words().estimate.bands[bandOf(probability)], share: percent(shown) });
}

/** Credibility of information on the Admiralty scale (NATO AJP-2.1), as far as reports alone can tell it; the source is always F, since no outlet's reliability is judged here. */
export function gradeOf(status: EventRow["status"]): "F1" | "F5" | "F6" {
  return status === "corroborated" ? "F1" : status === "retracted" ? "F5" : "F6";
}
