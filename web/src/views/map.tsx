// Where events happened, and between whom. Places that a sentence names are round; a country's middle stands for what names no nearer place.

import { useMemo, useRef, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { standsFor, useChosen } from "../charts/chosen";
import { drawMap, type Look, lookAt, NEAREST, WHOLE } from "../charts/globe";
import { around, placeLabels } from "../charts/labels";
import { useLoaded } from "../charts/loaded";
import { keyOf, type Line, LineLegend, linesOf, PairLine } from "../charts/pairs";
import { Panel } from "../charts/panel";
import { rooted, shrunk } from "../charts/scales";
import { Sized } from "../charts/sized";
import type { Column } from "../charts/table";
import { toParams } from "../filter";
import type { Edge, EventRow, PlaceCount, State } from "../shapes";
import { filter, selected } from "../state";
import { fill, words } from "../words";
import "./map.css";

const LINES = 40;
const PLACES = 400;
const LABELS = 60;

interface Shown {
  readonly places: readonly PlaceCount[];
  readonly edges: readonly Edge[];
  readonly total: number;
}

export function WorldMap({ source, meta }: ViewProps) {
  const asked = filter.value;
  const loaded = useLoaded(async (): Promise<Shown> => {
    const [places, edges, page] = await Promise.all([source.places(asked), source.network(asked), source.events(asked, "day", 0, 1)]);
    return { places: [...places].sort((a, b) => b.n - a.n), edges, total: page.total };
  }, toParams(asked).toString());
  const [open, setOpen] = useState<PlaceCount | null>(null);
  const chosen = useChosen(source);
  const said = words().map;
  const shown = loaded.rows;
  const placed = shown?.places.filter((one) => one.spot.lat !== null && one.spot.lon !== null) ?? [];
  const here = open && placed.find((one) => sameSpot(one, open));
  return (
    <Panel name="map" told={said.told} loaded={loaded} empty={shown && shown.total === 0 ? words().events.none : null} columns={columns(setOpen)} rows={shown?.places ?? []} picture>
      {shown && <Sized>{(width) => <Drawing shown={shown} placed={placed} states={meta.states} width={width} open={here ?? null} chosen={chosen} setOpen={setOpen} />}</Sized>}
      {here && <Here place={here} />}
      {shown && <p class="aside">{placeless(shown)}</p>}
      <p class="legend">
        <span><svg class="swatch" width="14" height="14" aria-hidden="true"><circle class="spot" cx="7" cy="7" r="5" /></svg> {said.exact}</span>{" "}
        <span><svg class="swatch" width="14" height="14" aria-hidden="true"><path class="middle" d={diamond(7, 7, 6)} /></svg> {said.centroid}</span>
      </p>
      <LineLegend />
      <p class="note">{said.borders}</p>
    </Panel>
  );
}

function sameSpot(one: PlaceCount, other: PlaceCount): boolean {
  return one.spot.name === other.spot.name && one.spot.country === other.spot.country && one.spot.lat === other.spot.lat && one.spot.lon === other.spot.lon;
}

function placeless(shown: Shown): string {
  const n = Math.max(0, shown.total - shown.places.reduce((sum, one) => sum + one.n, 0));
  return n ? fill(words().map.placeless, { n, total: shown.total }) : "";
}

function columns(choose: (place: PlaceCount) => void): readonly Column<PlaceCount>[] {
  const said = words().map;
  const pick = (row: PlaceCount) => { choose(row); selected.value = row.event_ids[0] ?? null; };
  return [
    { title: said.place, value: (row) => row.spot.name, show: (row) => <button type="button" class="link" onClick={() => pick(row)}>{row.spot.name}</button> },
    { title: said.country, value: (row) => row.spot.country },
    { title: said.events, value: (row) => row.n },
    { title: said.kind, value: (row) => (row.spot.exact ? said.exact : said.centroid) },
    { title: said.lat, value: (row) => row.spot.lat },
    { title: said.lon, value: (row) => row.spot.lon },
  ];
}

/** Walk through the events of the place that was chosen. */
function Here({ place }: { readonly place: PlaceCount }) {
  const said = words().map;
  const ids = place.event_ids;
  const at = selected.value ? ids.indexOf(selected.value) : -1;
  const go = (step: number) => { selected.value = ids[(Math.max(at, 0) + step + ids.length) % ids.length] ?? null; };
  return (
    <p class="here" role="status">
      <strong>{place.spot.name}</strong> {fill(said.here, { n: place.n })}{" "}
      {!place.spot.exact && said.centroidNote}{" "}
      {ids.length > 1 && (
        <>
          <button type="button" onClick={() => go(-1)}>{said.previous}</button> {fill(said.at, { at: at + 1, n: ids.length })}{" "}
          <button type="button" onClick={() => go(1)}>{said.next}</button>
        </>
      )}
    </p>
  );
}

interface DrawingProps {
  readonly shown: Shown;
  readonly placed: readonly PlaceCount[];
  readonly states: readonly State[];
  readonly width: number;
  readonly open: PlaceCount | null;
  readonly chosen: EventRow | null;
  readonly setOpen: (place: PlaceCount) => void;
}

function Drawing({ shown, placed, states, width, open, chosen, setOpen }: DrawingProps) {
  const height = Math.round(Math.max(260, width * 0.52));
  const said = words().map;
  const lines = useMemo(() => linesOf(shown.edges).slice(0, LINES), [shown.edges]);
  const points = new Map(states.flatMap((one): [string, { lat: number; lon: number }][] => (one.lat !== null && one.lon !== null ? [[one.key, { lat: one.lat, lon: one.lon }]] : [])));
  const seen = [
    ...placed.slice(0, PLACES).map((one) => ({ lat: one.spot.lat ?? 0, lon: one.spot.lon ?? 0 })),
    ...lines.flatMap((line) => [points.get(line.edge.source.key), points.get(line.edge.target.key)]).filter((one) => one !== undefined),
  ];
  const [look, setLook] = useState<Look>(WHOLE);
  const pulled = useRef<{ x: number; y: number; lon: number; lat: number } | null>(null);
  const map = useMemo(() => drawMap(look, width, height), [look, width, height]);
  const nearer = (times: number) => setLook({ ...look, near: Math.min(Math.max(look.near * times, 1), NEAREST) });
  const move = (across: number, down: number) => {
    const found = map.back(width / 2 + across, height / 2 + down);
    if (found && look.near > 1) setLook({ ...look, lon: found[0], lat: Math.min(Math.max(found[1], -80), 80) });
  };
  const keys = (event: KeyboardEvent) => {
    const step = width / 6;
    const does: Readonly<Record<string, () => void>> = {
      "+": () => nearer(1.5), "=": () => nearer(1.5), "-": () => nearer(1 / 1.5), "0": () => setLook(WHOLE),
      ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : does[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="drawing">
      <p class="choices">
        <button type="button" onClick={() => nearer(1.5)} aria-label={said.nearer}>+</button>
        <button type="button" onClick={() => nearer(1 / 1.5)} aria-label={said.farther}>−</button>
        <button type="button" onClick={() => setLook(lookAt(seen, width, height))}>{said.fit}</button>
        <button type="button" onClick={() => setLook(WHOLE)}>{said.world}</button>
      </p>
      <div tabIndex={0} role="group" aria-label={said.keys} onKeyDown={keys}>
        <svg class={`picture ${look.near > 1 ? "pulls" : ""}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said.picture}
          onPointerDown={(event) => { if (look.near > 1) pulled.current = { x: event.clientX, y: event.clientY, lon: look.lon, lat: look.lat }; }}
          onPointerMove={(event) => {
            const from = pulled.current;
            if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < 4) return;
            const held = drawMap({ ...look, lon: from.lon, lat: from.lat }, width, height).back(width / 2 - (event.clientX - from.x), height / 2 - (event.clientY - from.y));
            if (held) setLook({ ...look, lon: held[0], lat: Math.min(Math.max(held[1], -80), 80) });
          }}
          onPointerUp={() => { pulled.current = null; }} onPointerLeave={() => { pulled.current = null; }}>
          <path class="land" d={map.land} />
          <path class="borders" d={map.borders} />
          <Marks lines={lines} placed={placed.slice(0, PLACES)} points={points} map={map} width={width} height={height} open={open} chosen={chosen} setOpen={setOpen} />
        </svg>
      </div>
      {linesOf(shown.edges).length > LINES && <p class="aside">{fill(said.cut, { n: LINES, total: linesOf(shown.edges).length })}</p>}
    </div>
  );
}

interface MarksProps {
  readonly lines: readonly Line[];
  readonly placed: readonly PlaceCount[];
  readonly points: ReadonlyMap<string, { readonly lat: number; readonly lon: number }>;
  readonly map: ReturnType<typeof drawMap>;
  readonly width: number;
  readonly height: number;
  readonly open: PlaceCount | null;
  readonly chosen: EventRow | null;
  readonly setOpen: (place: PlaceCount) => void;
}

function Marks({ lines, placed, points, map, width, height, open, chosen, setOpen }: MarksProps) {
  const size = rooted(placed[0]?.n ?? 0, 3, 13 * shrunk(width));
  const thick = rooted(lines[0]?.deeds ?? 0, 1, 5 * shrunk(width));
  const spots = placed.flatMap((place) => {
    const at = map.at(place.spot.lon ?? 0, place.spot.lat ?? 0);
    return at && at.x > 0 && at.y > 0 && at.x < width && at.y < height ? [{ place, ...at, r: size(place.n) }] : [];
  });
  const at = (key: string) => { const point = points.get(key); return point ? map.at(point.lon, point.lat) : null; };
  const names = new Map<string, { key: string; text: string; x: number; y: number; r: number }>();
  for (const { edge } of lines) for (const one of [edge.source, edge.target]) {
    const point = at(one.key);
    if (point) names.set(one.name, { key: one.name, text: one.name, ...point, r: 4 });
  }
  for (const { place, x, y, r } of spots) if (!names.has(place.spot.name)) names.set(place.spot.name, { key: place.spot.name, text: place.spot.name, x, y, r });
  const labels = placeLabels([...names.values()].slice(0, LABELS), width, height, spots.map((one) => around(one.x, one.y, one.r * 0.7)), 11);
  const choose = (edge: Edge) => { filter.value = { ...filter.value, source: [edge.source.key], target: [edge.target.key] }; };
  const pick = (place: PlaceCount) => { setOpen(place); selected.value = place.event_ids[0] ?? null; };
  return (
    <>
      {[...lines].reverse().map((line) => {
        const [from, to] = [at(line.edge.source.key), at(line.edge.target.key)];
        return from && to && <PairLine key={keyOf(line)} line={line} from={from} to={to} rim={4} width={thick} chosen={standsFor(line, chosen)} choose={choose} />;
      })}
      {spots.map(({ place, x, y, r }) => (
        <g key={`${place.spot.name} ${place.spot.country} ${x}`} class={`place ${open === place || (chosen && place.event_ids.includes(chosen.id)) ? "open" : ""}`} onClick={() => pick(place)}>
          <title>{fill(words().map.spot, { name: place.spot.name, n: place.n })}</title>
          {place.spot.exact ? <circle class="spot" cx={x} cy={y} r={r} /> : <path class="middle" d={diamond(x, y, r + 1)} />}
        </g>
      ))}
      {labels.map((label) => <text key={label.key} class="name" x={label.x} y={label.y} text-anchor={label.anchor}>{label.text}</text>)}
    </>
  );
}

function diamond(x: number, y: number, r: number): string {
  return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
}
