// Which reports go back to whom, as indented lists: each origin with what came of it.

import type { LinkRow, ReportRow } from "../shapes";

export interface Below {
  readonly key: string;
  readonly name: string;
  readonly depth: number;
  readonly relation: LinkRow["relation"];
  readonly evidence: string;
}

export interface Root {
  readonly key: string;
  readonly name: string;
  /** Whether it is one of the reports that were read. */
  readonly inside: boolean;
  readonly below: readonly Below[];
}

/** Give the origins to which some of the reports go back, those with most reports first. A circle is cut where it closes. */
export function descents(reports: readonly ReportRow[], links: readonly LinkRow[]): readonly Root[] {
  const names = new Map(reports.map((one) => [one.id, one.name]));
  const down = new Map<string, LinkRow[]>();
  const linked = new Set<string>();
  const roots = new Map<string, string>();
  for (const link of links.filter((one) => names.has(one.from_report))) {
    down.set(link.to.id, [...(down.get(link.to.id) ?? []), link]);
    linked.add(link.from_report);
    roots.set(link.to.id, names.get(link.to.id) ?? link.to.name);
  }
  const first = [...roots].filter(([key]) => !linked.has(key));
  const tops = first.length || roots.size === 0 ? first : [...roots].slice(0, 1);
  return tops
    .map(([key, name]): Root => ({ key, name, inside: names.has(key), below: walk(key, down, names, 1, new Set([key])) }))
    .sort((a, b) => b.below.length - a.below.length || (a.name < b.name ? -1 : 1));
}

function walk(key: string, down: ReadonlyMap<string, readonly LinkRow[]>, names: ReadonlyMap<string, string>, depth: number, seen: ReadonlySet<string>): readonly Below[] {
  return (down.get(key) ?? []).filter((link) => !seen.has(link.from_report)).flatMap((link) => [
    { key: `${link.id} ${depth}`, name: names.get(link.from_report) ?? link.from_report, depth, relation: link.relation, evidence: link.evidence },
    ...walk(link.from_report, down, names, depth + 1, new Set([...seen, link.from_report])),
  ]);
}
