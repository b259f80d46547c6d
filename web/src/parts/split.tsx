// Splitting: which sentences leave the event, together.

import { useState } from "preact/hooks";
import { decide } from "../deciding";
import { listed } from "../lists";
import type { EventDetail } from "../shapes";
import type { Source } from "../source";
import { fill, words } from "../words";
import { Dialog, leave } from "./dialog";

export function Split({ source, event }: { readonly source: Source; readonly event: EventDetail }) {
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const said = words();
  const fits = out.size > 0 && out.size < event.evidence.length;
  const toggle = (id: string) => { const next = new Set(out); if (!next.delete(id)) next.add(id); setOut(next); };
  const send = () => {
    leave();
    void decide(source, listed(), { action: "split", targets: [...out] });
  };
  return (
    <Dialog title={said.split.title}>
      {event.evidence.length < 2 ? <p>{said.split.single}</p> : (
        <form class="asks" onSubmit={(one) => { one.preventDefault(); send(); }}>
          <p lang="en"><strong>{event.row.headline}</strong></p>
          <ul class="sentences">
            {event.evidence.map((one) => (
              <li key={one.id}>
                <label>
                  <input type="checkbox" checked={out.has(one.id)} onChange={() => toggle(one.id)} />
                  <span><span lang="en">{one.sentence}</span> <span class="soft">{one.report.outlet}</span></span>
                </label>
              </li>
            ))}
          </ul>
          <p class="soft">{fits ? `${said.split.explain} ${said.review.takes_effect}` : said.split.need}</p>
          <p class="ends">
            <button type="button" class="quiet" onClick={leave}>{said.app.cancel}</button>
            <button type="submit" class="main" disabled={!fits}>{fill(said.split.act, { n: out.size })}</button>
          </p>
        </form>
      )}
    </Dialog>
  );
}
