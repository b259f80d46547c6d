// One condition with its values: the most frequent in sight, of many the others by typing a part of their name.

import { useId, useState } from "preact/hooks";
import { type ListName, toggled } from "../filter";
import type { Naming } from "../inwords";
import type { Counted } from "../shapes";
import { filter } from "../state";
import { plain } from "../tally";
import { fill, words } from "../words";

/** Values in sight without typing, and with it. */
const FEW = 6;
const FOUND = 20;

interface Props {
  readonly name: ListName;
  readonly values: readonly Counted[];
  readonly naming: Naming;
}

export function Choices({ name, values, naming }: Props) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const said = words().filter;
  const asked = filter.value[name] ?? [];
  const all = withAsked(values, asked);
  const shown = found(all, asked, typed, (value) => naming(name, value));
  const many = all.length > FEW + 2;
  return (
    <details class="condition" open={asked.length > 0 || OPEN.has(name)}>
      <summary>{said[name]}{asked.length > 0 && <span class="n"> {fill(said.chosen, { n: asked.length })}</span>}</summary>
      <fieldset>
        <legend class="unseen">{said[name]}</legend>
        {many && (
          <input type="search" aria-label={`${said[name]}: ${fill(said.find, { n: all.length })}`} placeholder={fill(said.find, { n: all.length })} value={typed}
            aria-controls={id} onInput={(event) => setTyped(event.currentTarget.value)} />
        )}
        <ul id={id}>
          {shown.map((one) => (
            <li key={one.value}>
              <label>
                <input type="checkbox" checked={asked.includes(one.value)} onChange={() => { filter.value = toggled(filter.value, name, one.value); }} />
                <span class="name">{naming(name, one.value)}</span>
                <span class="n" title={fill(said.events_behind, { n: one.n })}>{one.n}</span>
              </label>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p class="soft">{said.nothing}</p>}
        {many && !typed && all.length > shown.length && <p class="soft">{fill(said.more, { n: all.length - shown.length })}</p>}
      </fieldset>
    </details>
  );
}

const OPEN: ReadonlySet<ListName> = new Set(["source", "target", "type", "factuality"]);

/** What is asked for stays in sight, also where no event is left that has it. */
function withAsked(values: readonly Counted[], asked: readonly string[]): readonly Counted[] {
  const known = new Set(values.map((one) => one.value));
  return [...values, ...asked.filter((value) => !known.has(value)).map((value) => ({ value, n: 0 }))];
}

/** Choose which values to show: those asked for first, then the most frequent, or those with a word that begins as is typed. */
export function found(values: readonly Counted[], asked: readonly string[], typed: string, called: (value: string) => string): readonly Counted[] {
  const words = plain(typed).trim();
  if (words) return values.filter((one) => ` ${plain(called(one.value))} ${plain(one.value)}`.includes(` ${words}`)).slice(0, FOUND);
  const first = values.filter((one) => asked.includes(one.value));
  const rest = values.filter((one) => !asked.includes(one.value));
  return [...first, ...rest.slice(0, values.length <= FEW + 2 ? rest.length : Math.max(0, FEW - first.length))];
}
