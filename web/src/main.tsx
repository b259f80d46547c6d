import { render } from "preact";
import { App } from "./app";
import { Remote } from "./remote";
import { followAddress } from "./state";
import "./page.css";

const root = document.getElementById("workbench");

if (root) {
  followAddress();
  render(<App source={new Remote()} />, root);
}
