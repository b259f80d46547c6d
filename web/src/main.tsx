import { render } from "preact";
import { App } from "./app";
import { offer } from "./mailed";
import { followPreferences } from "./preferences";
import { Remote } from "./remote";
import { followAddress } from "./state";
import "./page.css";

const root = document.getElementById("workbench");
const record = document.getElementById("record");

if (root && record) {
  offer(root, record); // a mailed dossier: the static page is read first
} else if (root) {
  followPreferences();
  followAddress();
  root.replaceChildren();
  render(<App source={new Remote()} />, root);
}
