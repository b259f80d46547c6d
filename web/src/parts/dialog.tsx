// A dialog: it holds the focus while it is open, Escape closes it, and the focus goes back where it was.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { asking } from "../state";
import { words } from "../words";

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Dialog({ title, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    box.current?.querySelector<HTMLElement>("select, input, textarea, .main")?.focus({ preventScroll: true });
    return () => { if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true }); };
  }, []);
  return (
    <dialog ref={box} aria-labelledby="dialog-title" onClose={leave} onClick={(event) => { if (event.target === box.current) leave(); }}>
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="quiet" onClick={leave}>{words().app.close}</button>
      </header>
      {children}
    </dialog>
  );
}

export function leave(): void {
  asking.value = null;
}
