// Single keys: which key means what. Prodigy's for deciding, j and k for going on; g and a second key for going to a view.

import type { View } from "./state";

export type Command =
  | "next" | "previous" | "accept" | "reject" | "unsure" | "undo" | "correct" | "merge" | "split" | "note" | "choose" | "search" | "help" | "leave"
  | { readonly view: View };

export const KEYS: Readonly<Record<string, Exclude<Command, object>>> = {
  j: "next", k: "previous", a: "accept", x: "reject", " ": "unsure", Backspace: "undo", u: "undo", e: "correct", m: "merge", s: "split",
  n: "note", c: "choose", "/": "search", "?": "help",
};

/** The second key after `g`. */
export const GO: Readonly<Record<string, View>> = {
  e: "events", t: "timeline", m: "map", n: "network", s: "ties", d: "disputes", f: "framing", r: "reports", o: "outlets", c: "coverage", v: "review",
};

/** How long `g` waits for its second key, in milliseconds. */
const PATIENCE = 1500;

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
}

/** Reads key presses one after the other, since `g` waits for a second one. */
export class Keyboard {
  private went = -Infinity;

  /** Give what a press means; null for nothing. With `single` off only Escape is a key of ours. */
  read(press: Press, single: boolean): Command | null {
    if (press.ctrlKey || press.metaKey || press.altKey) return null;
    if (press.key === "Escape") return "leave";
    if (!single) return null;
    const waited = press.timeStamp - this.went <= PATIENCE;
    this.went = -Infinity;
    if (waited && Object.hasOwn(GO, press.key)) return { view: GO[press.key]! };
    if (press.key === "g") {
      this.went = press.timeStamp;
      return null;
    }
    return Object.hasOwn(KEYS, press.key) ? KEYS[press.key]! : null;
  }
}

/** Whether what has the focus takes letters itself, so that keys are not ours. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog")) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Whether the key is what the focused control itself is worked with: space and Enter on a button, space on a check box. On the row of the selected event space is an answer. */
export function worksControl(press: Press, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || ![" ", "Enter"].includes(press.key)) return false;
  const control = target.closest("button, a, summary, input, label");
  return control !== null && !control.matches(".row[aria-pressed=true]");
}
