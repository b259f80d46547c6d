// What the words mean and by which rules they are given; all keys, and the switch that turns single keys off.

import type { ComponentChildren } from "preact";
import { percent } from "../charts/say";
import { BANDS } from "../estimate";
import { GO, KEYS } from "../keys";
import { singleKeys } from "../preferences";
import { fill, words } from "../words";
import { Dialog } from "./dialog";
import { SHOWN } from "../views";

const NAMED: Readonly<Record<string, "space" | "backspace">> = { " ": "space", Backspace: "backspace" };

export function Help() {
  const said = words().keys;
  const name = (key: string) => { const named = NAMED[key]; return named ? said[named] : key; };
  const commands = [...new Set(Object.values(KEYS))];
  return (
    <Dialog title={words().help.title}>
      <h3>{words().help.words}</h3>
      <Terms />
      <h3>{said.title}</h3>
      <p><label><input type="checkbox" checked={singleKeys.value} onChange={(event) => { singleKeys.value = event.currentTarget.checked; }} /> {said.single}</label></p>
      <p class="soft">{said.single_why} {said.selecting}</p>
      <div class="keysets">
        <Table>
          {commands.map((command) => (
            <tr key={command}>
              <th scope="row">{Object.keys(KEYS).filter((key) => KEYS[key] === command).map((key) => <kbd key={key}>{name(key)}</kbd>)}</th>
              <td>{said[command]}</td>
            </tr>
          ))}
          <tr><th scope="row"><kbd>Esc</kbd></th><td>{said.leave}</td></tr>
        </Table>
        <Table>
          {Object.entries(GO).filter(([, view]) => view in SHOWN).map(([key, view]) => (
            <tr key={key}>
              <th scope="row"><kbd>g</kbd> {said.then} <kbd>{key}</kbd></th>
              <td>{fill(said.go, { view: words().views[view] })}</td>
            </tr>
          ))}
        </Table>
      </div>
    </Dialog>
  );
}

function Terms() {
  const said = words();
  return (
    <dl class="terms">
      {Object.entries(said.help.terms).map(([key, { name, means }]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{means}{key === "probability" && ` ${bands()}.`}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Print the rule by which a probability gets its word. */
function bands(): string {
  const said = words().estimate;
  return BANDS.map(([upTo, band], i) => {
    const last = i === BANDS.length - 1;
    return fill(last ? said.above : said.below, { word: said.bands[band], share: percent(last ? (BANDS[i - 1]?.[0] ?? 0) : upTo) });
  }).join("; ");
}

function Table({ children }: { readonly children: ComponentChildren }) {
  const said = words().keys;
  return (
    <table class="keys">
      <thead><tr><th scope="col">{said.key}</th><th scope="col">{said.does}</th></tr></thead>
      <tbody>{children}</tbody>
    </table>
  );
}
