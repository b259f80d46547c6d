import { render } from "preact";
import { App } from "./app";
import { Local } from "./local";
import { followPreferences } from "./preferences";
import { Remote } from "./remote";
import type { Mailed } from "./shapes";
import type { Source } from "./source";
import { followAddress } from "./state";
import "./page.css";

/** The record inside the page, where it was mailed; else the server's. */
function found(): Source {
  const record = document.getElementById("record")?.textContent;
  return record ? new Local(JSON.parse(record) as Mailed) : new Remote();
}

const root = document.getElementById("workbench");

if (root) {
  followPreferences();
  followAddress();
  root.replaceChildren();
  render(<App source={found()} />, root);
}
