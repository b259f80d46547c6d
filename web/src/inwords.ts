// A filter in words, for people and for what is exported.

import { LISTS, type Filter, type ListName } from "./filter";
import { day, languageName } from "./charts/say";
import type { Meta } from "./shapes";
import { called, fill, language, words } from "./words";

export type Naming = (name: ListName, value: string) => string;

/** How the values of each condition are called in the chosen language. */
export function naming(meta: Meta): Naming {
  const names = new Map([...meta.states, ...meta.types, ...meta.instruments].map((one) => [one.key, one.name]));
  return (name, value) => {
    const said = words();
    if (name === "factuality") return said.factuality[value as keyof typeof said.factuality] ?? value;
    if (name === "status") return said.status[value as keyof typeof said.status] ?? value;
    if (name === "language") return languageName(value);
    if (name === "outlet") return value;
    return called(value) ?? names.get(value) ?? said.kinds[value as keyof typeof said.kinds] ?? value;
  };
}

/** Write an id of the codebook's as words. */
export function spoken(id: string): string {
  return id.replace(/[-_]/g, " ");
}

/** Say what one side of a dispute says, in the words of the page where the record has a code for it. */
export function disputed(value: string, name: Naming): string {
  const happened: Readonly<Record<string, string>> = words().factuality;
  return happened[value] ?? name("type", value);
}

/** Say which events a filter asks for: "from Russia or China; on 1 March 2022 or later". */
export function inWords(filter: Filter, name: Naming): string {
  const said = words().asked;
  const parts: string[] = [];
  for (const list of LISTS) {
    const values = filter[list];
    if (values?.length) parts.push(fill(said[list], { values: either(values.map((value) => name(list, value))) }));
  }
  if (filter.min_origins) parts.push(fill(said.min_origins, { n: filter.min_origins }));
  if (filter.from) parts.push(fill(said.from, { day: day(filter.from) }));
  if (filter.to) parts.push(fill(said.to, { day: day(filter.to) }));
  if (filter.text) parts.push(fill(said.text, { text: filter.text }));
  if (filter.dataset) parts.push(fill(said.dataset, { dataset: filter.dataset }));
  return parts.length ? parts.join("; ") : said.all;
}

function either(values: readonly string[]): string {
  return new Intl.ListFormat(language.value, { type: "disjunction" }).format(values);
}
