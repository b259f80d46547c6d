// All keys, and the switch that turns single keys off.

import type { ComponentChildren } from "preact";
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
    <Dialog title={said.title}>
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

function Table({ children }: { readonly children: ComponentChildren }) {
  const said = words().keys;
  return (
    <table class="keys">
      <thead><tr><th scope="col">{said.key}</th><th scope="col">{said.does}</th></tr></thead>
      <tbody>{children}</tbody>
    </table>
  );
}
