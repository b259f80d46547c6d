// The sentences that the selected event rests on, with what carries them marked, and who says so.

import { useEffect, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import type { EventDetail } from "../shapes";
import { selected } from "../state";
import { pieces } from "../text";
import { words } from "../words";

export function Evidence({ source }: ViewProps) {
  const [shown, setShown] = useState<EventDetail | null>(null);
  const id = selected.value;
  useEffect(() => {
    let stale = false;
    setShown(null);
    if (id) void source.event(id).then((found) => { if (!stale) setShown(found); });
    return () => { stale = true; };
  }, [id, source]);
  return (
    <aside class="evidence" aria-live="polite" aria-label={words().evidence.title}>
      {shown ? <Detail event={shown} /> : <p>{id ? words().evidence.loading : words().evidence.none}</p>}
    </aside>
  );
}

function Detail({ event }: { readonly event: EventDetail }) {
  return (
    <article>
      <h2>{event.row.headline}</h2>
      <p>{event.witnesses}</p>
      <dl>{event.facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {event.evidence.map((one) => (
        <blockquote key={one.id}>
          <p>{pieces(one.sentence, one.marks).map((piece, i) => <Marked key={i} piece={piece} />)}</p>
          <footer>{one.report.outlet} · {one.report.day ?? ""} · {one.chain}</footer>
        </blockquote>
      ))}
    </article>
  );
}

function Marked({ piece }: { readonly piece: ReturnType<typeof pieces>[number] }) {
  const mark = piece.marks.at(-1);
  return mark ? <mark class={mark.kind} title={mark.note || undefined}>{piece.text}</mark> : <>{piece.text}</>;
}
