// Saying of two reports, or of a report and a source, that one copies the other or that they are independent.

import { useState } from "preact/hooks";
import { decide } from "../deciding";
import { listed } from "../lists";
import type { EventDetail } from "../shapes";
import type { Source } from "../source";
import { words } from "../words";
import { Dialog, leave } from "./dialog";

export function Origins({ source, event }: { readonly source: Source; readonly event: EventDetail }) {
  const reports = reportsOf(event);
  const sources = new Map(event.links.filter((link) => link.to.kind === "origin").map((link) => [link.to.id, link.to.name]));
  const [first, setFirst] = useState(reports[0]?.[0] ?? "");
  const others = [...reports, ...sources].filter(([id]) => id !== first);
  const [picked, setPicked] = useState("");
  const second = others.some(([id]) => id === picked) ? picked : (others[0]?.[0] ?? "");
  const said = words().origins;
  const send = (action: "mark-copy" | "mark-independent") => {
    leave();
    void decide(source, listed(), { action, targets: [first, second] });
  };
  return (
    <Dialog title={said.title}>
      {!second ? <p>{said.single}</p> : (
        <div class="asks">
          <label class="field"><span>{said.first}</span><Select value={first} options={reports} set={setFirst} /></label>
          <label class="field"><span>{said.second}</span><Select value={second} options={others} set={setPicked} /></label>
          <p class="soft">{said.explain} {words().review.takes_effect}</p>
          <p class="ends">
            <button type="button" class="quiet" onClick={leave}>{words().app.cancel}</button>
            <button type="button" onClick={() => send("mark-copy")}>{said.copy}</button>
            <button type="button" onClick={() => send("mark-independent")}>{said.independent}</button>
          </p>
        </div>
      )}
    </Dialog>
  );
}

function Select({ value, options, set }: { readonly value: string; readonly options: readonly (readonly [string, string])[]; readonly set: (id: string) => void }) {
  return (
    <select value={value} onChange={(one) => set(one.currentTarget.value)}>
      {options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
    </select>
  );
}

function reportsOf(event: EventDetail): readonly (readonly [string, string])[] {
  return [...new Map(event.evidence.map(({ report }) => [report.id, `${report.outlet}: ${report.name}`]))];
}
