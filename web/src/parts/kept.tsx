// Decisions that only this page holds: whose they are, and how they leave it.

import { useEffect } from "preact/hooks";
import { save } from "../charts/save";
import type { Meta } from "../shapes";
import { who } from "../state";
import type { Desk } from "../source";
import { Who } from "./who";
import { fill, words } from "../words";

export function Kept({ desk, meta }: { readonly desk: Desk; readonly meta: Meta }) {
  const said = words().review;
  const n = desk.count.value;
  useEffect(() => {
    if (!n) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [n > 0]);
  return (
    <div class="kept" role="group" aria-label={said.decisions}>
      <Who />
      {n > 0 && <span>{fill(said.unsaved, { n })}</span>}
      {n > 0 && <button type="button" class="main" disabled={!who.value.trim()} onClick={() => save(`${meta.title}-judgements.jsonl`, desk.lines(), "application/jsonl")}>{said.save}</button>}
      <span class="soft">{!n ? said.kept_here : who.value.trim() ? said.save_how : said.need_name}</span>
    </div>
  );
}
