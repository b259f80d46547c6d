// Which events: the conditions, with the numbers of events behind each choice.

import { useEffect, useRef } from "preact/hooks";
import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { type Filter, LISTS, without } from "../filter";
import { naming } from "../inwords";
import type { Facets, Meta } from "../shapes";
import { filter } from "../state";
import { words } from "../words";
import { Choices } from "./choices";

/** Typing goes on for so long, in milliseconds, before it is asked for. */
const PAUSE = 250;

export function Filters({ source, meta }: ViewProps) {
  const said = words().filter;
  const facets = useLoaded<Facets>(() => source.facets(filter.value), JSON.stringify(filter.value)).rows;
  const called = naming(meta);
  const nothing = Object.keys(filter.value).length === 0;
  return (
    <form class="filters" aria-label={said.title} onSubmit={(event) => event.preventDefault()}>
      <Words />
      <p><button type="button" class="quiet" disabled={nothing} onClick={() => { filter.value = {}; }}>{said.clear}</button></p>
      <p class="soft">{said.numbers}</p>
      {facets && LISTS.map((name) => facets[name].length > 0 || filter.value[name] ? <Choices key={name} name={name} values={facets[name]} naming={called} /> : null)}
      <Days meta={meta} />
      <Least />
      {meta.datasets.length > 1 && <DataSet meta={meta} />}
    </form>
  );
}

function ask(name: "from" | "to" | "text" | "dataset", value: string): void {
  filter.value = value ? { ...filter.value, [name]: value } : without(filter.value, name);
}

function Words() {
  const said = words().filter;
  const pause = useRef<ReturnType<typeof setTimeout>>();
  const box = useRef<HTMLInputElement>(null);
  const asked = filter.value.text ?? "";
  useEffect(() => { if (box.current && box.current.value.trim() !== asked) box.current.value = asked; }, [asked]);
  const say = (text: string) => {
    clearTimeout(pause.current);
    pause.current = setTimeout(() => ask("text", text.trim()), PAUSE);
  };
  return (
    <label class="field">
      <span>{said.text}</span>
      <input id="search" type="search" ref={box} defaultValue={asked} onInput={(event) => say(event.currentTarget.value)} />
    </label>
  );
}

function Days({ meta }: { readonly meta: Meta }) {
  const said = words().filter;
  const limits = { ...(meta.first_day ? { min: meta.first_day } : {}), ...(meta.last_day ? { max: meta.last_day } : {}) };
  return (
    <fieldset class="days">
      <legend>{said.days}</legend>
      {(["from", "to"] as const).map((name) => (
        <label class="field" key={name}>
          <span>{said[name]}</span>
          <input type="date" value={filter.value[name] ?? ""} {...limits} onChange={(event) => ask(name, event.currentTarget.value)} />
        </label>
      ))}
    </fieldset>
  );
}

function Least() {
  const change = (text: string) => {
    const least = Math.trunc(Number(text));
    filter.value = least > 1 ? { ...filter.value, min_origins: least } : (without(filter.value, "min_origins") as Filter);
  };
  return (
    <label class="field">
      <span>{words().filter.min_origins}</span>
      <input type="number" min={1} step={1} value={filter.value.min_origins ?? 1} onChange={(event) => change(event.currentTarget.value)} />
    </label>
  );
}

function DataSet({ meta }: { readonly meta: Meta }) {
  const said = words().filter;
  return (
    <label class="field">
      <span>{said.dataset}</span>
      <select value={filter.value.dataset ?? ""} onChange={(event) => ask("dataset", event.currentTarget.value)}>
        {meta.datasets.map((name) => <option key={name}>{name}</option>)}
      </select>
    </label>
  );
}
