// A decision with a reason in words.

import { useState } from "preact/hooks";
import type { Verdict } from "../acting";
import { decide } from "../deciding";
import { listed } from "../lists";
import type { EventRow } from "../shapes";
import type { Source } from "../source";
import { words } from "../words";
import { Dialog, leave } from "./dialog";

export function Note({ source, row }: { readonly source: Source; readonly row: EventRow }) {
  const [action, setAction] = useState<Verdict>(row.decision ?? "unsure");
  const [why, setWhy] = useState("");
  const said = words();
  const send = () => {
    leave();
    void decide(source, listed(), { action, targets: [row.id], why: why.trim() });
  };
  return (
    <Dialog title={said.note.title}>
      <form class="asks" onSubmit={(one) => { one.preventDefault(); send(); }}>
        <p lang="en"><strong>{row.headline}</strong></p>
        <label class="field"><span>{said.note.text}</span><textarea rows={3} value={why} onInput={(one) => setWhy(one.currentTarget.value)} /></label>
        <fieldset class="several">
          <legend>{said.note.verdict}</legend>
          {(["accept", "reject", "unsure"] as const).map((name) => (
            <label key={name}><input type="radio" name="verdict" checked={action === name} onChange={() => setAction(name)} /> {said.review[name]}</label>
          ))}
        </fieldset>
        <p class="ends">
          <button type="button" class="quiet" onClick={leave}>{said.app.cancel}</button>
          <button type="submit" class="main" disabled={!why.trim()}>{said.note.act}</button>
        </p>
      </form>
    </Dialog>
  );
}
