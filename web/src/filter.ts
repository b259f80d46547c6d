// What is asked of the events: the same words as on the command line and in the API. The address holds it, so a link shows what its sender saw.

export const LISTS = ["source", "target", "type", "instrument", "factuality", "status", "outlet", "language"] as const;
/** The data set of what suasion coded itself, beside imported ones. */
export const OURS = "suasion";

export type ListName = (typeof LISTS)[number];

export interface Filter extends Readonly<Partial<Record<ListName, readonly string[]>>> {
  readonly min_origins?: number;
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly dataset?: string;
}

/** Write a filter as parameters, in a fixed order and without what is not asked. */
export function toParams(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of LISTS) for (const value of filter[name] ?? []) params.append(name, value);
  if (filter.min_origins) params.set("min_origins", String(filter.min_origins));
  for (const name of ["from", "to", "text", "dataset"] as const) if (filter[name]) params.set(name, filter[name]);
  return params;
}

/** Read a filter from parameters; what is no filter is left alone. */
export function fromParams(params: URLSearchParams): Filter {
  const found: Record<string, unknown> = {};
  for (const name of LISTS) {
    const values = params.getAll(name).filter(Boolean);
    if (values.length) found[name] = values;
  }
  const least = Number(params.get("min_origins"));
  if (Number.isInteger(least) && least > 0) found["min_origins"] = least;
  for (const name of ["from", "to", "text", "dataset"]) {
    const value = params.get(name);
    if (value) found[name] = value;
  }
  return found as Filter;
}

/** Add a value to one of a filter's lists, or take it away if it is there. */
export function toggled(filter: Filter, name: ListName, value: string): Filter {
  const held = filter[name] ?? [];
  const next = held.includes(value) ? held.filter((one) => one !== value) : [...held, value];
  return next.length ? { ...filter, [name]: next } : without(filter, name);
}

export function without(filter: Filter, name: keyof Filter): Filter {
  const { [name]: _, ...rest } = filter;
  return rest as Filter;
}
