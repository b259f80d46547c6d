// The views, in the order of the head. A new one is one line here, its name in state.ts, and its words.

import type { ComponentType } from "preact";
import type { ViewProps } from "../app";
import type { View } from "../state";
import { Events } from "./events";
import { Review } from "./review";

export const SHOWN: Partial<Record<View, ComponentType<ViewProps>>> = {
  events: Events,
  review: Review,
};
