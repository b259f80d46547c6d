// Rows from the server: one address a method, by the API's own words.

import { type Filter, toParams } from "./filter";
import type { Decided, EventDetail, ReportText } from "./shapes";
import type { Decision, Page, RunState, Sort, Source, TieQuestion, Unit } from "./source";

export class Refused extends Error {}

export class Remote implements Source {
  /** The last decision on its way: the log's order is the order in which they were made, so each waits for the one before. */
  private written: Promise<unknown> = Promise.resolve();

  constructor(private readonly base = "api/v1") {}

  meta = (): Promise<never> => this.get("case");
  events = (filter: Filter, sort: Sort, offset: number, limit: number) => {
    const params = toParams(filter);
    for (const [name, value] of Object.entries({ sort, offset, limit })) params.set(name, String(value));
    return this.get<Page<never>>("events", params);
  };
  event = async (id: string): Promise<EventDetail | null> => this.get(`events/${encodeURIComponent(id)}`);
  facets = (filter: Filter) => this.get<never>("facets", toParams(filter));
  timeline = (filter: Filter, unit: Unit) => this.items<never>("timeline", toParams(filter), { unit });
  places = (filter: Filter) => this.items<never>("places", toParams(filter));
  network = (filter: Filter) => this.items<never>("network", toParams(filter));
  ties = (asked: TieQuestion) => this.items<never>("ties", new URLSearchParams({ ...asked }));
  changes = (asked: TieQuestion) => this.items<never>("changes", new URLSearchParams({ ...asked }));
  disputes = (filter: Filter) => this.items<never>("disputes", toParams(filter));
  framings = (actor: string | null) => this.items<never>("framings", new URLSearchParams(actor ? { actor } : {}));
  reports = (filter: Filter) => this.items<never>("reports", toParams(filter));
  report = (id: string): Promise<ReportText | null> => this.get(`reports/${encodeURIComponent(id)}`);
  links = () => this.items<never>("links");
  outlets = () => this.items<never>("outlets");
  coverage = () => this.items<never>("coverage");
  queue = (filter: Filter) => {
    const params = toParams(filter);
    params.set("limit", "1000");
    return this.get<Page<never>>("review", params);
  };
  decisions = () => this.items<never>("judgements");

  readonly runner = {
    state: () => this.get<RunState>("run"),
    begin: () => this.post<RunState>("run"),
  };

  decide = (decision: Decision): Promise<Decided> => {
    const written = this.written.then(() => this.post<Decided>("judgements", decision));
    this.written = written.catch(() => undefined);
    return written;
  };

  exportAddress(filter: Filter, format: string): string {
    const params = toParams(filter);
    params.set("format", format);
    return `${this.base}/events?${params}`;
  }

  async file(address: string) {
    const answer = await fetch(address, { headers: token() });
    if (!answer.ok) await read(answer);
    const named = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    return { name: named?.[1] ?? null, content: await answer.blob() };
  }

  /** All rows of a table that is paged. */
  private async items<Row>(path: string, params = new URLSearchParams(), more: Record<string, string> = {}): Promise<Row[]> {
    for (const [name, value] of Object.entries(more)) params.set(name, value);
    const rows: Row[] = [];
    for (let next: string | null = ""; next !== null; ) {
      if (next) params.set("cursor", next);
      const page: Page<Row> = await this.get<Page<Row>>(path, params);
      rows.push(...page.items);
      next = page.next;
    }
    return rows;
  }

  private async post<Answer>(path: string, content?: object): Promise<Answer> {
    const headers = { "Content-Type": "application/json", ...token() };
    return read(await fetch(`${this.base}/${path}`, { method: "POST", headers, ...(content ? { body: JSON.stringify(content) } : {}) }));
  }

  private async get<Answer>(path: string, params?: URLSearchParams): Promise<Answer> {
    const query = params?.toString();
    return read(await fetch(`${this.base}/${path}${query ? `?${query}` : ""}`, { headers: token() }));
  }
}

/** The token that the served page was opened with, if it needs one. */
function token(): Record<string, string> {
  const held = document.querySelector<HTMLMetaElement>('meta[name="suasion-token"]')?.content;
  return held ? { Authorization: `Bearer ${held}` } : {};
}

async function read<Answer>(answer: Response): Promise<Answer> {
  if (answer.status === 404) return null as Answer;
  const told = await answer.json();
  if (!answer.ok) throw new Refused([told.title, told.detail].filter(Boolean).join(" ") || answer.statusText);
  return told as Answer;
}
