// Every word of the interface, in one file a language; nothing else in the page says anything to people.

import { signal } from "@preact/signals";
import en from "./words/en.json";
import es from "./words/es.json";
import spanish from "./words/es.codebook.json";

export type Words = typeof en;
export type Language = "en" | "es";

const KNOWN: Readonly<Record<Language, Words>> = { en, es };

export const language = signal<Language>("en");

/** The words of the language that is chosen now. */
export function words(): Words {
  return KNOWN[language.value];
}

/** What the codebook's types and means are called in the chosen language, where the record's own English names are not. */
export function called(key: string): string | undefined {
  return language.value === "es" ? (spanish as Readonly<Record<string, string>>)[key] : undefined;
}

/** The reader's way of writing days and numbers. */
export function locale(): string {
  return language.value === "en" ? "en-GB" : language.value;
}

/** Put numbers and names into a text at `{name}`; `{n|one|many}` chooses by `n`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined || many === undefined ? String(value) : value === 1 ? one : many;
  });
}
