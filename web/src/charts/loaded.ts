// Rows that a view waits for. The rows before stay until the new ones are there, so nothing flickers.

import { useEffect, useState } from "preact/hooks";
import { refreshed } from "../state";

export interface Loaded<Rows> {
  readonly rows: Rows | null;
  readonly failed: string | null;
  readonly waiting: boolean;
}

/** Ask whenever `key` changes or the record has become another one; an answer to an earlier question is dropped. */
export function useLoaded<Rows>(ask: () => Promise<Rows>, key: string): Loaded<Rows> {
  const [held, hold] = useState<Loaded<Rows>>({ rows: null, failed: null, waiting: true });
  useEffect(() => {
    let stale = false;
    hold((before) => ({ ...before, waiting: true }));
    ask().then(
      (rows) => { if (!stale) hold({ rows, failed: null, waiting: false }); },
      (why: unknown) => { if (!stale) hold({ rows: null, failed: why instanceof Error ? why.message : String(why), waiting: false }); },
    );
    return () => { stale = true; };
  }, [key, refreshed.value]);
  return held;
}
