// The records that the page shows as they are kept: see suasion/records.

export type { Change, Framing as FramingRow, Tie } from "./shapes";
