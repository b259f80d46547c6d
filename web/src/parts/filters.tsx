// The filters, with the numbers of events behind each choice.

import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { toggled } from "../filter";
import type { Facets } from "../shapes";
import { filter } from "../state";
import { words } from "../words";

export function Filters({ source, meta }: ViewProps) {
  const [facets, setFacets] = useState<Facets | null>(null);
  const asked = JSON.stringify(filter.value);
  useEffect(() => {
    let stale = false;
    void source.facets(filter.value).then((found) => { if (!stale) setFacets(found); });
    return () => { stale = true; };
  }, [asked, source]);
  const names = new Map([...meta.states, ...meta.types, ...meta.instruments].map((one) => [one.key, one.name]));
  return (
    <form class="filters" aria-label={words().filter.title} onSubmit={(event) => event.preventDefault()}>
      <input type="search" aria-label={words().filter.text} placeholder={words().filter.text} value={filter.value.text ?? ""}
        onChange={(event) => { filter.value = { ...filter.value, text: event.currentTarget.value }; }} />
      {facets && (Object.keys(facets) as (keyof Facets)[]).map((name) => (
        <fieldset key={name}>
          <legend>{words().filter[name]}</legend>
          {facets[name].slice(0, 8).map((one) => (
            <label key={one.value}>
              <input type="checkbox" checked={filter.value[name]?.includes(one.value) ?? false}
                onChange={() => { filter.value = toggled(filter.value, name, one.value); }} />
              {names.get(one.value) ?? one.value} <span class="n">{one.n}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <button type="button" onClick={() => { filter.value = {}; }}>{words().filter.clear}</button>
    </form>
  );
}
