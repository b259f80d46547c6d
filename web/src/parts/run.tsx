// How many decisions the record has yet to take up, and the way to have it do so.

import { useEffect, useState } from "preact/hooks";
import { said, written } from "../deciding";
import type { Runner, RunState } from "../source";
import { refreshed } from "../state";
import { fill, words } from "../words";

/** How often a run is asked how it stands, in milliseconds. */
const PAUSE = 1500;

export function Run({ runner }: { readonly runner: Runner }) {
  const [state, setState] = useState<RunState | null>(null);
  const told = words().review;
  const tell = (error: unknown) => { said.value = { key: "failed", detail: error instanceof Error ? error.message : String(error) }; };
  useEffect(() => { void runner.state().then(setState, tell); }, [written.value]);
  useEffect(() => {
    if (!state?.running) return;
    const again = setInterval(() => void runner.state().then((next) => {
      setState(next);
      if (next.running) return;
      refreshed.value += 1;
      if (!next.failed) said.value = { key: "ran" };
    }, tell), PAUSE);
    return () => clearInterval(again);
  }, [state?.running]);
  if (!state || !(state.running || state.failed || state.pending)) return null;
  return (
    <div class="kept" role="group" aria-label={told.takes_effect}>
      {state.running ? <p role="status">{told.running}</p> : (
        <>
          {state.failed && <p class="failed" role="alert">{fill(told.run_failed, { detail: state.failed })}</p>}
          {state.pending > 0 && <p>{fill(told.pending, { n: state.pending })} <button type="button" onClick={() => void runner.begin().then(setState, tell)}>{told.run}</button></p>}
        </>
      )}
    </div>
  );
}
