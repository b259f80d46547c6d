// Who deals with whom: sides as points, what passed between them as lines.

import { useMemo, useState } from "preact/hooks";
import type { ViewProps } from "../app";
import { standsFor, useChosen } from "../charts/chosen";
import { laidOut, type Node, sidesOf } from "../charts/force";
import { around, placeLabels } from "../charts/labels";
import { useLoaded } from "../charts/loaded";
import { keyOf, type Line, LineLegend, linesOf, pairColumns, PairLine } from "../charts/pairs";
import { Panel } from "../charts/panel";
import { rooted, shrunk } from "../charts/scales";
import { Sized } from "../charts/sized";
import { toParams, without } from "../filter";
import type { Edge, EventRow } from "../shapes";
import { filter } from "../state";
import { fill, words } from "../words";
import "./network.css";

const MOST = [12, 24, 48] as const;
const LINES = 80;

export function Network({ source }: ViewProps) {
  const asked = filter.value;
  const loaded = useLoaded(() => source.network(asked), toParams(asked).toString());
  const [most, setMost] = useState<number>(MOST[1]);
  const chosen = useChosen(source);
  const said = words().network;
  const edges = loaded.rows ?? [];
  const left = Math.max(0, sidesOf(edges).length - most);
  return (
    <Panel name="network" told={said.told} loaded={loaded} empty={edges.length === 0 ? said.none : null} columns={pairColumns(choose)} rows={edges} first={{ column: 2, down: true }} picture choices={
      <>
        <label>
          {said.most}{" "}
          <select value={most} onChange={(event) => setMost(Number(event.currentTarget.value))}>{MOST.map((one) => <option key={one} value={one}>{one}</option>)}</select>
        </label>
        {(asked.source || asked.target) && <button type="button" onClick={() => { filter.value = without(without(asked, "source"), "target"); }}>{said.all}</button>}
      </>
    }>
      <Sized>{(width) => <Drawing edges={edges} most={most} width={width} chosen={chosen} />}</Sized>
      {left > 0 && <p class="aside">{fill(said.left, { n: left })}</p>}
      <LineLegend />
    </Panel>
  );
}

function choose(edge: Edge): void {
  filter.value = { ...filter.value, source: [edge.source.key], target: [edge.target.key] };
}

interface DrawingProps {
  readonly edges: readonly Edge[];
  readonly most: number;
  readonly width: number;
  readonly chosen: EventRow | null;
}

function Drawing({ edges, most, width, chosen }: DrawingProps) {
  const height = Math.round(Math.min(640, Math.max(360, width * 0.72)));
  const [focus, setFocus] = useState<string | null>(null);
  const said = words();
  const nodes = useMemo(() => laidOut(edges, most, width, height), [edges, most, width, height]);
  const at = new Map(nodes.map((node) => [node.key, node]));
  const lines = useMemo(() => linesOf(edges), [edges]);
  const drawn = lines.filter((line) => at.has(line.edge.source.key) && at.has(line.edge.target.key) && line.edge.source.key !== line.edge.target.key);
  const touches = (line: Line) => line.edge.source.key === focus || line.edge.target.key === focus;
  const shown = focus && at.has(focus) ? drawn.filter(touches) : drawn.slice(0, LINES);
  const thick = rooted(lines[0]?.deeds ?? 0, 1.2, 6 * shrunk(width));
  const labels = placeLabels(nodes.map((node) => ({ key: node.key, text: node.name, x: node.x, y: node.y, r: node.r })), width, height, nodes.map((node) => around(node.x, node.y, node.r)));
  const focused = focus ? at.get(focus) : undefined;
  return (
    <div class="drawing">
      <svg class="picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said.network.picture}>
        {[...shown].reverse().map((line) => {
          const [from, to] = [at.get(line.edge.source.key), at.get(line.edge.target.key)];
          return from && to && <PairLine key={keyOf(line)} line={line} from={from} to={to} rim={to.r} width={thick} chosen={standsFor(line, chosen)} choose={choose} />;
        })}
        {nodes.map((node) => <Dot key={node.key} node={node} focused={node.key === focus} choose={() => setFocus(node.key === focus ? null : node.key)} />)}
        {labels.map((label) => <text key={label.key} class={`name ${label.key === focus ? "focused" : ""}`} x={label.x} y={label.y} text-anchor={label.anchor}>{label.text}</text>)}
      </svg>
      {shown.length < drawn.length && !focused && <p class="aside">{fill(said.network.cut, { n: shown.length, total: drawn.length })}</p>}
      <p class="readout" role="status">
        {focused
          ? <>
              <strong>{focused.name}</strong> {fill(said.network.events, { n: focused.events })}{" "}
              <button type="button" onClick={() => { filter.value = { ...filter.value, source: [focused.key] }; }}>{fill(said.network.from, { name: focused.name })}</button>{" "}
              <button type="button" onClick={() => { filter.value = { ...filter.value, target: [focused.key] }; }}>{fill(said.network.to, { name: focused.name })}</button>{" "}
              <button type="button" onClick={() => setFocus(null)}>{said.network.everyone}</button>
            </>
          : said.network.hint}
      </p>
    </div>
  );
}

function Dot({ node, focused, choose: pick }: { readonly node: Node; readonly focused: boolean; readonly choose: () => void }) {
  return (
    <g class={`side ${focused ? "focused" : ""}`} onClick={pick}>
      <title>{`${node.name}: ${fill(words().network.events, { n: node.events })}`}</title>
      <circle cx={node.x} cy={node.y} r={node.r} />
    </g>
  );
}
