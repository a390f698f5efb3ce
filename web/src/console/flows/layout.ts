import type { GraphEdge } from "../../wire/inbox";
import { ordered } from "./order";
import { type Layers, layered, type Vertex } from "./ranks";
import { spread } from "./spread";

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  id: string;
  x: number;
  y: number;
}

export type Point = readonly [x: number, y: number];

/** Where an edge runs, and where its label stands. */
export interface Line {
  edge: GraphEdge;
  points: Point[];
  label: Point;
}

export interface Drawing extends Size {
  boxes: Box[];
  lines: Line[];
}

/** Between neighbours in a rank, and between ranks: room for a label. */
const BESIDE = 28;
const BELOW = 46;
const MARGIN = 12;
/** From a box down to the label of an edge. */
const LABEL = 15;

/**
 * Draws a flow from top to bottom. A step stands one rank below the last of those that lead to it. Edges that pass a rank keep a
 * place in it, and those to the same step share it; so no edge runs through a box, and no two boxes overlap.
 */
export function layout(nodes: readonly (Size & { id: string })[], edges: readonly GraphEdge[]): Drawing {
  const { layers, links, ways } = layered(nodes, edges);
  const best = ordered(layers, links);
  const centre = spread(best, links, BESIDE);
  const tops = topsOf(best);
  const left = Math.min(...[...centre].map(([vertex, x]) => x - vertex.width / 2), 0);

  const at = (vertex: Vertex) => (centre.get(vertex) ?? 0) - left + MARGIN;
  const top = (vertex: Vertex) => tops[vertex.rank]?.top ?? 0;
  const bottom = (vertex: Vertex) => top(vertex) + (tops[vertex.rank]?.height ?? 0);
  const real = best.flat().filter(({ id }) => id !== null);
  const boxes = real.map((vertex) => ({
    id: vertex.id ?? "",
    width: vertex.width,
    height: vertex.height,
    x: at(vertex) - vertex.width / 2,
    y: top(vertex),
  }));

  const lines = ways.map(({ edge, way }) => {
    const [from, ...rest] = way;
    const to = rest.at(-1);
    if (from === undefined || to === undefined) throw new Error("an edge joins two steps");
    const start: Point = [at(from) + port(from, way, ways, at), top(from) + from.height];
    // Past taller neighbours before it turns.
    const points: Point[] = [start, [start[0], bottom(from)]];
    for (const passed of rest.slice(0, -1))
      points.push([at(passed), top(passed)], [at(passed), bottom(passed)]);
    points.push([at(to), top(to)]);
    return { edge, points, label: [start[0], start[1] + LABEL] as const };
  });

  const last = tops.at(-1);
  return {
    boxes,
    lines,
    width: Math.max(0, ...best.flat().map((vertex) => at(vertex) + vertex.width / 2)) + MARGIN,
    height: (last === undefined ? 0 : last.top + last.height) + MARGIN,
  };
}

function topsOf(layers: Layers): { top: number; height: number }[] {
  let top = MARGIN;
  return layers.map((layer) => {
    const height = Math.max(...layer.map((vertex) => vertex.height));
    const here = { top, height };
    top += height + BELOW;
    return here;
  });
}

/** How far beside a box's middle an edge leaves: several edges leave side by side, in the order of where they lead. */
function port(
  from: Vertex,
  way: readonly Vertex[],
  ways: readonly { way: readonly Vertex[] }[],
  at: (vertex: Vertex) => number,
): number {
  const next = (one: readonly Vertex[]) => (one[1] === undefined ? 0 : at(one[1]));
  const leaving = ways.map((other) => other.way).filter((other) => other[0] === from);
  const place = leaving.toSorted((one, other) => next(one) - next(other)).indexOf(way);
  return from.width * ((place + 1) / (leaving.length + 1) - 0.5);
}
