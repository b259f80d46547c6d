// The way to another event, by its name.

import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { selected } from "../state";

export function ToEvent({ source, id }: Pick<ViewProps, "source"> & { readonly id: string }) {
  const { rows: event } = useLoaded(() => source.event(id), id);
  return <button type="button" class="link" lang="en" onClick={() => { selected.value = id; }}>{event?.row.headline ?? id}</button>;
}
