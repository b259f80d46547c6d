// Fills that tell plans, conditions, guesses and denials apart without colour; a deed is filled whole.

export const HATCHED = { planned: "slant", conditional: "dots", possible: "hollow", denied: "cross" } as const;
type Hatch = (typeof HATCHED)[keyof typeof HATCHED];
const SIDES = ["cooperation", "conflict", "ink"] as const;
const STEP = 6;

/** The fills, for a picture's first line: `url(#HATCH-SIDE)`. */
export function Hatches() {
  return (
    <defs>
      {SIDES.flatMap((side) => Object.values(HATCHED).map((hatch) => (
        <pattern key={`${hatch} ${side}`} id={`${hatch}-${side}`} class={`hatch ${side}`} width={STEP} height={STEP} patternUnits="userSpaceOnUse">
          <Strokes hatch={hatch} />
        </pattern>
      )))}
    </defs>
  );
}

function Strokes({ hatch }: { readonly hatch: Hatch }) {
  if (hatch === "dots") return <circle cx={STEP / 2} cy={STEP / 2} r={1.3} class="dot" />;
  if (hatch === "slant") return <path d={`M-1 1L1 -1M0 ${STEP}L${STEP} 0M${STEP - 1} ${STEP + 1}L${STEP + 1} ${STEP - 1}`} />;
  if (hatch === "cross") return <path d={`M0 0L${STEP} ${STEP}M0 ${STEP}L${STEP} 0`} />;
  return <rect width={STEP} height={STEP} class="pale" />;
}

/** A sample for a legend. */
export function Swatch({ class: side, hatch }: { readonly class: (typeof SIDES)[number]; readonly hatch?: Hatch }) {
  return (
    <svg class="swatch" width="16" height="12" aria-hidden="true">
      <rect class={side} x="0.5" y="0.5" width="15" height="11" style={hatch ? { fill: `url(#${hatch}-${side})` } : undefined} />
    </svg>
  );
}
