// The report that a sentence stands in, and beside it the original of a translation.

import { useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import type { Evidence } from "../shapes";
import { words } from "../words";
import { Marked } from "./marked";

export function Whole({ source, one }: Pick<ViewProps, "source"> & { readonly one: Evidence }) {
  const said = words().evidence;
  const [open, setOpen] = useState(false);
  const { id, translated_from } = one.report;
  const { rows: report } = useLoaded(async () => (open && source.report ? source.report(id) : null), `${open} ${id}`);
  if (!source.report && !one.original) return null;
  return (
    <details class="beside" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{said.full}</summary>
      <div class="columns">
        {one.original && <div><p class="label">{said.original}</p><p class="original" lang={translated_from ?? undefined} dir="auto">{one.original}</p></div>}
        <div>
          {one.original && <p class="label">{said.working}</p>}
          {report ? <InText text={report.text} sentence={one.sentence} /> : <p lang="en"><Marked sentence={one.sentence} marks={one.marks} /></p>}
        </div>
      </div>
    </details>
  );
}

/** A text that is scrolled to the sentence in question. */
function InText({ text, sentence }: { readonly text: string; readonly sentence: string }) {
  const at = Math.max(text.indexOf(sentence), 0);
  const show = (mark: HTMLElement | null) => { if (mark?.parentElement) mark.parentElement.scrollTop = mark.offsetTop - mark.parentElement.offsetTop - 24; };
  return <p class="original" lang="en" tabIndex={0}>{text.slice(0, at)}<mark class="here" ref={show}>{text.slice(at, at + sentence.length)}</mark>{text.slice(at + sentence.length)}</p>;
}
