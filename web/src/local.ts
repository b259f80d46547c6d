// Rows from the page itself: a mailed dossier holds the whole record, and answers as the server would.

import { computed, signal } from "@preact/signals";
import type { Filter } from "./filter";
import type { Decided, EventDetail, EventRow, Kind, Mailed, QueueRow } from "./shapes";
import { who } from "./state";
import type { Decision, Desk, Page, Sort, Source, TieQuestion, Unit } from "./source";
import { facets, meets, network, places, type Sought, sorted, timeline } from "./tally";

const VERDICTS = new Set(["accept", "reject", "unsure"]);

/** Rows that the queue gives at most. */
const QUEUED = 1000;

/** What an event was when it was judged: finds it again in a later run. */
interface Anchor {
  readonly event_id: string;
  readonly statement_ids: readonly string[];
  readonly sides: readonly string[];
}

interface Judgement extends Omit<Decided, "stale"> {
  readonly anchors: readonly Anchor[];
}

export class Local implements Source {
  private readonly details: ReadonlyMap<string, EventDetail>;
  /** What is searched for words, in small letters; made when an event is first searched. */
  private readonly told = new Map<string, string>();
  private readonly kinds: ReadonlyMap<string, Kind>;
  private readonly made = signal<readonly Judgement[]>([]);

  /** Decisions made in this page, until they are saved as a file of judgements that `suasion judge apply` takes. */
  readonly desk: Desk = {
    count: computed(() => this.made.value.length),
    lines: () => this.made.value.map((one) => `${JSON.stringify({ ...one, who: one.who || who.value })}\n`).join(""),
  };

  constructor(private readonly mailed: Mailed) {
    this.details = new Map(mailed.events.map((one) => [one.row.id, one]));
    this.kinds = new Map(mailed.meta.types.map((kind) => [kind.key, kind]));
  }

  meta = async () => this.mailed.meta;

  events = async (filter: Filter, sort: Sort, offset: number, limit: number): Promise<Page<EventRow>> => {
    const rows = sorted(this.meeting(filter), sort);
    const next = offset + limit < rows.length ? String(offset + limit) : null;
    return { items: rows.slice(offset, offset + limit), total: rows.length, next };
  };

  event = async (id: string): Promise<EventDetail | null> => {
    const held = this.details.get(id);
    if (!held) return null;
    const ours = this.made.value.filter((one) => one.targets.includes(id) || one.targets.some((key) => held.evidence.some((said) => said.id === key)));
    return { ...held, row: this.shown(held.row), judgements: [...held.judgements, ...ours.map(asDecided)].filter((one) => this.holds(one.id)) };
  };

  facets = async (filter: Filter) => facets(this.sought.value, filter);
  timeline = async (filter: Filter, unit: Unit) => timeline(this.meeting(filter), unit, this.kinds);
  places = async (filter: Filter) => places(this.meeting(filter));
  network = async (filter: Filter) => network(this.meeting(filter), this.kinds);
  disputes = async (filter: Filter) => this.meeting(filter).flatMap((row) => this.details.get(row.id)?.disputes ?? []);
  framings = async (actor: string | null) => this.mailed.framings.filter((one) => actor === null || one.id === actor);
  changes = async () => [];
  links = async () => this.mailed.links;
  outlets = async () => this.mailed.outlets;
  coverage = async () => this.mailed.coverage;

  ties = async (asked: TieQuestion) => this.mailed.ties.filter((tie) =>
    (!asked.source || tie.source === asked.source) && (!asked.target || tie.target === asked.target)
    && (!asked.instrument || tie.instrument === asked.instrument) && (!asked.window || tie.window.label === asked.window));

  reports = async (filter: Filter) => {
    if (!Object.keys(filter).length) return this.mailed.reports;
    const told = new Set(this.meeting(filter).flatMap((row) => this.details.get(row.id)?.evidence.map((said) => said.report.id) ?? []));
    return this.mailed.reports.filter((report) => told.has(report.id));
  };

  queue = async (filter: Filter): Promise<Page<QueueRow>> => {
    const undecided = this.meeting(filter).filter((row) => row.decision === null || row.decision === "unsure");
    const left = new Map(undecided.map((row) => [row.id, row]));
    const rows = this.mailed.waiting.flatMap(({ event, weight, reason }) => {
      const row = left.get(event);
      return row ? [{ row, weight, reason }] : [];
    });
    return { items: rows.slice(0, QUEUED), total: rows.length, next: null };
  };

  decisions = async (): Promise<readonly Decided[]> => this.log.value.filter((one) => one.action !== "undo" && this.holds(one.id)).reverse();

  decide = async (decision: Decision): Promise<Decided> => {
    const targets = decision.targets;
    const judgement: Judgement = {
      id: `j${hex(8)}`, action: decision.action, targets, field: decision.field ?? null, value: decision.value ?? null,
      who: decision.who ?? "", when: new Date().toISOString(), why: decision.why ?? null,
      anchors: targets.flatMap((id) => { const held = this.details.get(id); return held ? [anchorOf(held)] : []; }),
    };
    this.made.value = [...this.made.value, judgement];
    return asDecided(judgement);
  };

  exportAddress = () => null;

  private readonly sought = computed((): readonly Sought[] => this.mailed.events.map((one) => ({ row: this.shown(one.row), told: () => this.sentences(one) })));

  private sentences({ row, evidence }: EventDetail): string {
    const made = this.told.get(row.id) ?? evidence.map((said) => said.sentence.toLowerCase()).join("\n");
    this.told.set(row.id, made);
    return made;
  }

  private meeting(filter: Filter): readonly EventRow[] {
    return this.sought.value.filter((one) => meets(one, filter)).map((one) => one.row);
  }

  /** The row with what was decided of it last. */
  private shown(row: EventRow): EventRow {
    const decision = this.verdicts.value.get(row.id);
    return decision === undefined || decision === row.decision ? row : { ...row, decision };
  }

  /** All decisions, the oldest first. */
  private readonly log = computed((): readonly Decided[] => {
    const came = [...this.mailed.decisions].sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : 0));
    return [...came, ...this.made.value.map(asDecided)];
  });

  /** The verdicts on events that this page's decisions touch: null where the last one was undone. */
  private readonly verdicts = computed(() => {
    const found = new Map<string, EventRow["decision"]>();
    if (!this.made.value.length) return found;
    const log = this.log.value;
    for (const one of log) if (VERDICTS.has(one.action)) for (const id of one.targets) found.set(id, null);
    for (const one of log) if (VERDICTS.has(one.action) && this.holds(one.id)) for (const id of one.targets) found.set(id, one.action as EventRow["decision"]);
    return found;
  });

  private readonly undone = computed(() => {
    const gone = new Set<string>();
    for (const one of [...this.log.value].reverse()) {
      if (one.action === "undo" && !gone.has(one.id)) for (const id of one.targets) gone.add(id);
    }
    return gone;
  });

  private holds(id: string): boolean {
    return !this.undone.value.has(id);
  }
}

function anchorOf(event: EventDetail): Anchor {
  const sides = [...event.row.actors, ...event.row.recipients].map((one) => one.key);
  return { event_id: event.row.id, statement_ids: event.evidence.map((said) => said.id), sides: [...new Set(sides)].sort() };
}

function asDecided({ anchors: _, ...judgement }: Judgement): Decided {
  return { ...judgement, stale: false };
}

function hex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (one) => one.toString(16).padStart(2, "0")).join("");
}
