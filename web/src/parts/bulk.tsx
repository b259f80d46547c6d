// Deciding on several events at once: those that are ticked, and at most those in sight can be ticked together.

import type { ViewProps } from "../app";
import { merge } from "../acting";
import { decide } from "../deciding";
import { listed } from "../lists";
import type { EventRow } from "../shapes";
import { chosen } from "../state";
import { fill, words } from "../words";

export function Bulk({ source, meta, sight }: ViewProps & { readonly sight: readonly EventRow[] }) {
  if (!meta.reviewing && !source.desk) return null;
  const said = words().review;
  const ticked = chosen.value;
  if (!sight.length && !ticked.size) return null;
  const verdict = (action: "accept" | "reject" | "unsure") => void decide(source, listed(), { action, targets: [...ticked] });
  return (
    <div class="bulk" role="group" aria-label={said.decide}>
      <span class="n">{fill(said.chosen, { n: ticked.size })}</span>
      <button type="button" class="quiet" onClick={() => { chosen.value = new Set([...ticked, ...sight.map((row) => row.id)]); }}>{fill(said.sight, { n: sight.length })}</button>
      {ticked.size > 0 && (
        <>
          <button type="button" class="quiet" onClick={() => { chosen.value = new Set(); }}>{said.none_chosen}</button>
          {(["accept", "reject", "unsure"] as const).map((action) => <button type="button" key={action} class={action} onClick={() => verdict(action)}>{said[action]}</button>)}
          {ticked.size > 1 && <button type="button" onClick={merge}>{said.merge}</button>}
        </>
      )}
    </div>
  );
}
