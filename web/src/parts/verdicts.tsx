// The buttons that decide on the selected event, each with its key.

import type { ViewProps } from "../app";
import { act } from "../acting";
import { made } from "../deciding";
import type { Command } from "../keys";
import { singleKeys } from "../preferences";
import type { EventRow } from "../shapes";
import { asking } from "../state";
import { words } from "../words";

const VERDICTS = [["accept", "a"], ["reject", "x"], ["unsure", "space"]] as const;
const MORE = [["correct", "e"], ["merge", "m"], ["split", "s"], ["note", "n"], ["undo", "u"]] as const;

export function Verdicts({ source, meta, row }: ViewProps & { readonly row: EventRow }) {
  const said = words();
  if (!meta.reviewing && !source.desk) return null;
  const key = (name: string) => singleKeys.value && <kbd aria-hidden="true">{name === "space" ? said.keys.space : name}</kbd>;
  const run = (command: Command) => () => act(source, command, true);
  return (
    <div class="verdicts" role="group" aria-label={said.review.decide}>
      <p class="answers">
        {VERDICTS.map(([name, letter]) => (
          <button type="button" key={name} class={name} aria-pressed={row.decision === name} onClick={run(name)}>{said.review[name]} {key(letter)}</button>
        ))}
      </p>
      <p>
        {MORE.map(([name, letter]) => (
          <button type="button" key={name} class="quiet" disabled={name === "undo" && !made.value.length} onClick={run(name)}>{said.review[name]} {key(letter)}</button>
        ))}
        <button type="button" class="quiet" onClick={() => { asking.value = "origins"; }}>{said.review.origins}</button>
      </p>
    </div>
  );
}
