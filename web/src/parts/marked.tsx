// A sentence with what carries it marked, and what each kind of mark is called and looks like: a line of its own shape, not a colour alone.

import type { Mark } from "../shapes";
import { type Piece, pieces } from "../text";
import { words } from "../words";

const KINDS = ["action", "actor", "recipient", "holder", "amount", "place", "time", "damage"] as const satisfies readonly Mark["kind"][];

export function Marked({ sentence, marks }: { readonly sentence: string; readonly marks: readonly Mark[] }) {
  return <>{pieces(sentence, marks).map((piece, i) => <Stretch key={i} piece={piece} />)}</>;
}

function Stretch({ piece }: { readonly piece: Piece }) {
  const said = words().mark;
  return piece.marks.reduceRight<preact.ComponentChildren>(
    (inside, mark) => <mark class={mark.kind} title={[said[mark.kind], mark.note].filter(Boolean).join(": ")}>{inside}</mark>,
    piece.text,
  ) as preact.JSX.Element;
}

/** What the marks that occur are called. */
export function Legend({ marks }: { readonly marks: readonly Mark[] }) {
  const used = KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
  if (!used.length) return null;
  return (
    <p class="legend">
      <span class="soft">{words().evidence.marks}: </span>
      {used.map((kind) => <span key={kind}><mark class={kind}>{words().mark[kind]}</mark>{" "}</span>)}
    </p>
  );
}
