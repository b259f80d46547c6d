// How a reader likes the page: its language, its colours, whether single keys act, and under which name decisions are made. A served page remembers it; a mailed one stores nothing.

import { effect, signal } from "@preact/signals";
import { who } from "./state";
import { language } from "./words";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>("auto");
/** Whether single letters act as keys: WCAG 2.1.4 asks for a way to turn them off. */
export const singleKeys = signal(true);

const KEY = "suasion";

/** Take up what was chosen before, and keep what is chosen from now on. */
export function followPreferences(): void {
  if (navigator.language.startsWith("es")) language.value = "es";
  const served = location.protocol.startsWith("http");
  if (served) recall();
  effect(() => { document.documentElement.dataset["theme"] = theme.value; });
  effect(() => { document.documentElement.lang = language.value; });
  effect(() => {
    const held = JSON.stringify({ theme: theme.value, language: language.value, keys: singleKeys.value, who: who.value });
    if (served) keep(held);
  });
}

function recall(): void {
  try {
    const held = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Readonly<Record<string, unknown>>;
    if (THEMES.includes(held["theme"] as Theme)) theme.value = held["theme"] as Theme;
    if (held["language"] === "en" || held["language"] === "es") language.value = held["language"];
    if (typeof held["who"] === "string") who.value = held["who"];
    if (held["keys"] === false) singleKeys.value = false;
  } catch { /* a browser that stores nothing: the page begins as for a new reader */ }
}

function keep(held: string): void {
  try {
    localStorage.setItem(KEY, held);
  } catch { /* as above */ }
}
