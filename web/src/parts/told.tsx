// What was done last, in words, with the way back.

import { useEffect } from "preact/hooks";
import type { ViewProps } from "../app";
import { act } from "../acting";
import { type Said, made, said } from "../deciding";
import type { Decision } from "../source";
import { fill, words } from "../words";

/** How long it stays in sight, in milliseconds; what failed stays until something else is said. */
const STAYS = 8000;

export function Told({ source }: Pick<ViewProps, "source">) {
  const now = said.value;
  useEffect(() => {
    if (!now || now.key === "failed") return;
    const end = setTimeout(() => { if (said.peek() === now) said.value = null; }, STAYS);
    return () => clearTimeout(end);
  }, [now]);
  return (
    <div class={`told${now ? "" : " silent"}${now?.key === "failed" ? " failed" : ""}`}>
      <p role="status" aria-live="polite">{now && telling(now)}</p>
      {now?.key === "done" && made.value.length > 0 && (
        <button type="button" onClick={() => act(source, "undo", true)}>{words().review.undo}</button>
      )}
    </div>
  );
}

function telling(now: Said): string {
  const { done, share } = words();
  if (now.key === "done") return now.decision ? [doing(now.decision), now.detail].filter(Boolean).join(": ") : "";
  if (now.key === "undone") return fill(done.undone, { what: now.decision ? doing(now.decision) : "" });
  if (now.key === "nothing" || now.key === "ran") return done[now.key];
  if (now.key === "copied") return share.copied;
  if (now.key === "held") return fill(done.held, { headline: now.detail ?? "" });
  return fill(done.failed, { detail: now.detail ?? "" });
}

function doing(decision: Decision): string {
  const { done } = words();
  const what = done[decision.action];
  return decision.targets.length > 1 && OF_EVENTS.has(decision.action) ? fill(done.many, { what, n: decision.targets.length }) : what;
}

/** Decisions whose targets are events, which can be counted for the reader. */
const OF_EVENTS: ReadonlySet<string> = new Set(["accept", "reject", "unsure", "merge"]);
