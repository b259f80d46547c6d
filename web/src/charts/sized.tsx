// Pictures are drawn at the width that they have, so that their words keep one size on every screen.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

const NARROWEST = 280;
const PRINTED = 680;

export function Sized({ children }: { readonly children: (width: number) => ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setWidth(Math.max(NARROWEST, Math.floor(element.clientWidth) || PRINTED));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return <div class="sized" ref={box}>{width > 0 ? children(width) : null}</div>;
}
