// A record as a mailed page holds it: each thing once. `suasion/publish/page/packed.py` writes it, and says how.

export interface Packed {
  /** How many texts of the page are held after `kept`. */
  readonly shown: number;
  readonly shapes: readonly (readonly string[])[];
  readonly kept: readonly Written[];
  readonly value: Written;
}

type Written = string | number | boolean | null | readonly Written[];

/** Take a record apart; what stood in it once and is used in many places is one object. `texts` are those that the page shows. */
export function unpacked<Record>({ shown, shapes, kept, value }: Packed, texts: readonly string[] = []): Record {
  if (shown !== texts.length) throw new Error(`The page shows ${texts.length} texts where its record counts ${shown}: it was changed on its way.`);
  const made: unknown[] = [];
  const held = (place: number): unknown => {
    if (place >= kept.length) return texts[place - kept.length];
    if (!(place in made)) made[place] = whole(kept[place] ?? null);
    return made[place];
  };
  const read = (written: Written): unknown => (typeof written === "number" ? held(written) : whole(written));
  const whole = (written: Written): unknown => {
    if (!Array.isArray(written)) return written;
    const names = shapes[written[0] as number];
    const members = written.slice(1);
    if (!names) return members.map(read);
    const row: { [name: string]: unknown } = {};
    names.forEach((name, i) => { row[name] = read(members[i] as Written); });
    return row;
  };
  return read(value) as Record;
}
