// Who decides.

import { who } from "../state";
import { words } from "../words";

export function Who() {
  return <label class="who">{words().review.mine} <input type="text" autocomplete="name" maxLength={200} value={who.value} onInput={(event) => { who.value = event.currentTarget.value; }} /></label>;
}
