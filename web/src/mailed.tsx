// A mailed dossier: a page that is read without scripts, and over it the workbench, once somebody opens it.

import { render } from "preact";
import { App } from "./app";
import { Local } from "./local";
import { typing } from "./keys";
import { followPreferences } from "./preferences";
import type { Mailed } from "./shapes";
import { address, asking, chosen, followAddress } from "./state";
import { language, words } from "./words";
import "./mailed.css";

/** Have the page's own button open the workbench. Of the two style sheets only that of what is shown holds; print always shows the static page. */
export function offer(root: HTMLElement, record: HTMLElement): void {
  const button = document.getElementById("open-workbench");
  const reading = document.getElementById("reading-style") as HTMLStyleElement | null;
  const working = document.getElementById("workbench-style") as HTMLStyleElement | null;
  if (!button || !reading || !working) return;
  let source: Local | null = null;
  let unfollow: (() => void) | null = null;
  let before = { hash: "", top: 0 };

  const open = (linked: boolean) => {
    if (unfollow) return;
    before = { hash: linked ? "" : location.hash, top: scrollY };
    if (!source) {
      source = new Local(JSON.parse(record.textContent ?? "") as Mailed);
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

  // Escape leaves what is innermost: a dialog, a ticked choice, a field; then the workbench.
  addEventListener("keydown", (press) => {
    if (press.key !== "Escape" || !unfollow || asking.value || chosen.value.size || typing(press.target)) return;
    press.stopImmediatePropagation();
    close();
  }, true);
  button.addEventListener("click", () => open(false));
  button.hidden = false;
  if (location.hash.includes("=")) open(true);
}

function Over({ source, close }: { readonly source: Local; readonly close: () => void }) {
  return (
    <>
      <p class="to-dossier"><button type="button" id="back-to-dossier" onClick={close}>{words().app.dossier}</button></p>
      <App source={source} />
    </>
  );
}
