// A mailed dossier: a page that is read without scripts, and over it the workbench, once somebody opens it.

import { render } from "preact";
import { App } from "./app";
import { Local } from "./local";
import { typing } from "./keys";
import { type Packed, unpacked } from "./packed";
import { followPreferences } from "./preferences";
import type { Mailed } from "./shapes";
import { address, asking, chosen, followAddress, merging, selected } from "./state";
import { fill, language, words } from "./words";
import "./mailed.css";

/** Have the page's own button open the workbench. Of the two style sheets only that of what is shown holds; print always shows the static page. */
export function offer(root: HTMLElement, record: HTMLElement): void {
  const button = document.getElementById("open-workbench");
  const reading = document.getElementById("reading-style") as HTMLStyleElement | null;
  const working = document.getElementById("workbench-style") as HTMLStyleElement | null;
  if (!button || !reading || !working) return;
  const texts = shownTexts(); // at once: a browser that translates pages would change them
  let source: Local | null = null;
  let unfollow: (() => void) | null = null;
  let before = { hash: "", top: 0 };

  const open = (linked: boolean) => {
    if (unfollow) return;
    before = { hash: linked ? "" : location.hash, top: scrollY };
    if (!source) {
      try {
        source = new Local(unpacked<Mailed>(JSON.parse(record.textContent ?? "") as Packed, texts));
      } catch (error) { // a mail gate, or somebody's editor, has changed the page: it can still be read
        button.replaceWith(fill(words().app.failed, { detail: String(error) }));
        return;
      }
      followPreferences();
    }
    if (!linked) history.replaceState(null, "", address.value);
    unfollow = followAddress();
    document.documentElement.lang = language.value;
    [reading.media, working.media, root.hidden] = ["print", "screen", false];
    render(<Over source={source} close={close} />, root);
    scrollTo(0, 0);
    document.getElementById("back-to-dossier")?.focus();
  };
  const close = () => {
    unfollow?.();
    unfollow = null;
    render(null, root);
    [reading.media, working.media, root.hidden] = ["", "not all", true];
    document.documentElement.lang = "en";
    history.replaceState(null, "", before.hash || "#");
    scrollTo(0, before.top);
    button.focus({ preventScroll: true });
  };

  // Escape leaves what is innermost: a dialog, a field, a merger that waits, ticks, the evidence of an event; then the workbench.
  addEventListener("keydown", (press) => {
    if (press.key !== "Escape" || !unfollow || typing(press.target)) return;
    if (asking.value || merging.value || chosen.value.size || selected.value) return;
    press.stopImmediatePropagation();
    close();
  }, true);
  button.addEventListener("click", () => open(false));
  button.hidden = false;
  const follow = () => { if (location.hash.includes("=")) open(true); }; // the page's own places have no "="
  addEventListener("hashchange", follow);
  follow();
}

/** The texts that a brief page shows and its record does not repeat: of each line its id, its name, and its sentence or address. */
function shownTexts(): readonly string[] {
  return [...document.querySelectorAll("#static .told > li")].flatMap((line) => [
    line.id,
    line.querySelector("b")?.textContent ?? "",
    line.querySelector("q")?.textContent ?? line.querySelector("a")?.getAttribute("href") ?? "",
  ]);
}

function Over({ source, close }: { readonly source: Local; readonly close: () => void }) {
  return (
    <>
      <p class="to-dossier"><button type="button" id="back-to-dossier" onClick={close}>{words().app.dossier}</button></p>
      <App source={source} />
    </>
  );
}
