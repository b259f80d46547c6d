// The views, in the order of the head. A new one is one line here, its name in state.ts, and its words.

import type { ComponentType } from "preact";
import type { ViewProps } from "../app";
import type { View } from "../state";
import { CoverageView } from "./coverage";
import { Disputes } from "./disputes";
import { Events } from "./events";
import { FramingView } from "./framing";
import { WorldMap } from "./map";
import { Network } from "./network";
import { Outlets } from "./outlets";
import { Reports } from "./reports";
import { Review } from "./review";
import { Ties } from "./ties";
import { Timeline } from "./timeline";

export const SHOWN: Partial<Record<View, ComponentType<ViewProps>>> = {
  events: Events,
  timeline: Timeline,
  map: WorldMap,
  network: Network,
  ties: Ties,
  disputes: Disputes,
  framing: FramingView,
  reports: Reports,
  outlets: Outlets,
  coverage: CoverageView,
  review: Review,
};
