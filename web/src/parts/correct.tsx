// Correcting a field of an event, or of one sentence: the fields and forms that `suasion judge correct` takes.

import { useId, useState } from "preact/hooks";
import { decide, said as told } from "../deciding";
import { listed } from "../lists";
import { naming, spoken } from "../inwords";
import type { EventDetail, EventRow, Meta } from "../shapes";
import type { Source } from "../source";
import { fill, words } from "../words";
import { Dialog, leave } from "./dialog";

const FIELDS = ["event_type", "mode", "factuality", "instruments", "contexts", "actors", "recipients", "when", "where", "amounts"] as const;
const FACTUALITIES = ["occurred", "planned", "conditional", "possible", "denied"] as const;
type Field = (typeof FIELDS)[number] | "holders";

interface Props {
  readonly source: Source;
  readonly meta: Meta;
  readonly event: EventDetail;
}

export function Correct({ source, meta, event }: Props) {
  const said = words().correct;
  const [target, setTarget] = useState(event.row.id);
  const [field, setField] = useState<Field>("event_type");
  const [value, setValue] = useState("");
  const [why, setWhy] = useState("");
  const [refused, setRefused] = useState("");
  const [sent, setSent] = useState(false);
  const whole = target === event.row.id;
  const begin = (of: string, name: Field) => {
    setTarget(of);
    setField(name);
    setValue(of === event.row.id ? begun(event.row, name) : "");
    setRefused("");
  };
  const send = async () => {
    setSent(true);
    const written = await decide(source, listed(), { action: "correct", targets: [target], field, value, ...(why.trim() ? { why: why.trim() } : {}) });
    if (written) return leave();
    setSent(false);
    setRefused(told.value?.detail ?? "");
    told.value = null; // it is said in the dialog, which lies over the rest
  };
  return (
    <Dialog title={said.title}>
      <form class="asks" onSubmit={(one) => { one.preventDefault(); void send(); }}>
        <p lang="en"><strong>{event.row.headline}</strong></p>
        <label class="field"><span>{said.what}</span>
          <select value={target} onChange={(one) => begin(one.currentTarget.value, field)}>
            <option value={event.row.id}>{said.event}</option>
            {event.evidence.map((one) => <option key={one.id} value={one.id}>{fill(said.sentence, { text: cut(one.sentence) })}</option>)}
          </select>
        </label>
        <label class="field"><span>{said.field}</span>
          <select value={field} onChange={(one) => begin(target, one.currentTarget.value as Field)}>
            {(whole ? FIELDS : [...FIELDS, "holders" as const]).map((name) => <option key={name} value={name}>{said.fields[name]}</option>)}
          </select>
        </label>
        {whole && <p class="field"><span>{said.now}</span> <span>{present(event, field, meta)}</span></p>}
        <Value key={field} field={field} value={value} set={setValue} meta={meta} event={event} />
        <label class="field"><span>{said.why}</span><input type="text" value={why} onInput={(one) => setWhy(one.currentTarget.value)} /></label>
        {refused && <p class="failed" role="alert">{fill(said.refused, { detail: refused })}</p>}
        <p class="soft">{words().review.takes_effect}</p>
        <p class="ends">
          <button type="button" class="quiet" onClick={leave}>{words().app.cancel}</button>
          <button type="submit" class="main" disabled={sent || !value.trim() || (whole && value === begun(event.row, field))}>{said.save}</button>
        </p>
      </form>
    </Dialog>
  );
}

interface ValueProps {
  readonly field: Field;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly meta: Meta;
  readonly event: EventDetail;
}

function Value(props: ValueProps) {
  const { field, meta, event } = props;
  const { correct: said, factuality } = words();
  if (field === "event_type") return <One {...props} options={meta.types.map((kind) => [kind.key, kind.name])} />;
  if (field === "factuality") return <One {...props} options={FACTUALITIES.map((name) => [name, factuality[name]])} />;
  if (field === "mode") {
    const modes = meta.types.find((kind) => kind.key === event.row.event_type)?.modes ?? [];
    return <One {...props} options={[["none", said.none], ...modes.map((name): [string, string] => [name, spoken(name)])]} />;
  }
  if (field === "instruments") return <Several {...props} options={meta.instruments.map((one) => [one.key, one.name])} />;
  if (field === "contexts") return <Several {...props} options={meta.contexts.map((name) => [name, spoken(name)])} />;
  return <Text {...props} field={field} />;
}

type Options = { readonly options: readonly (readonly [string, string])[] };

function One({ value, set, options }: ValueProps & Options) {
  const said = words().correct;
  return (
    <label class="field"><span>{said.value}</span>
      <select value={value} onChange={(one) => set(one.currentTarget.value)}>
        <option value="" disabled>{said.choose}</option>
        {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
    </label>
  );
}

function Several({ value, set, options }: ValueProps & Options) {
  const said = words().correct;
  const held = value.split(";").filter((one) => one && one !== "none");
  const toggle = (key: string) => set((held.includes(key) ? held.filter((one) => one !== key) : [...held, key]).join(";") || "none");
  return (
    <fieldset class="several">
      <legend>{said.value}</legend>
      <label><input type="checkbox" checked={value === "none"} onChange={() => set(value === "none" ? "" : "none")} /> {said.none}</label>
      {options.map(([key, name]) => <label key={key}><input type="checkbox" checked={held.includes(key)} onChange={() => toggle(key)} /> {name}</label>)}
    </fieldset>
  );
}

function Text({ field, value, set, meta }: ValueProps & { readonly field: keyof ReturnType<typeof words>["correct"]["hints"] }) {
  const said = words().correct;
  const id = useId();
  const states = field === "actors" || field === "recipients";
  return (
    <>
      <label class="field"><span>{said.value}</span>
        <input type="text" value={value} aria-describedby={id} list={states ? `${id}-states` : undefined} onInput={(one) => set(one.currentTarget.value)} />
      </label>
      <p class="soft" id={id}>{said.hints[field]}</p>
      {states && <datalist id={`${id}-states`}>{meta.states.map((one) => <option key={one.key} value={one.name} />)}</datalist>}
    </>
  );
}

/** What a field that is typed begins with: what it says now, in the form that it takes. */
function begun(row: EventRow, field: Field): string {
  const names = (parties: EventRow["actors"]) => parties.map((one) => one.actor).join("; ");
  if (field === "actors") return names(row.actors);
  if (field === "recipients") return names(row.recipients);
  if (field === "where") return row.where ? [row.where.name, row.where.country].filter(Boolean).join(", ") : "";
  if (field === "when") return row.start === row.end ? (row.start ?? "") : [row.start, row.end].filter(Boolean).join("/");
  return "";
}

/** What an event's field says now, as far as its row tells. */
function present({ row, facts }: EventDetail, field: Field, meta: Meta): string {
  const { correct: said, factuality } = words();
  const name = naming(meta);
  const list = (values: readonly string[]) => values.join("; ") || said.none;
  if (field === "event_type") return name("type", row.event_type);
  if (field === "mode") return row.mode ? spoken(row.mode) : said.none;
  if (field === "factuality") return factuality[row.factuality];
  if (field === "instruments") return list(row.instruments.map((one) => name("instrument", one)));
  if (field === "actors") return list(row.actors.map((one) => one.actor));
  if (field === "recipients") return list(row.recipients.map((one) => one.actor));
  if (field === "when") return row.day;
  if (field === "where") return row.where?.name ?? said.unknown;
  return facts.find(([called]) => called.toLowerCase().startsWith(field.slice(0, 6)))?.[1] ?? "–";
}

/** Cut a sentence for a list to choose from. */
function cut(text: string): string {
  const points = Array.from(text);
  return points.length > 80 ? `${points.slice(0, 79).join("")}…` : text;
}
