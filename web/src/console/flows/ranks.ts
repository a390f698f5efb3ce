import type { GraphEdge } from "../../wire/inbox";

/** A step, or the place in a rank that edges have which pass it. */
export interface Vertex {
  /** Of the step; null for a place. */
  id: string | null;
  rank: number;
  width: number;
  height: number;
}

export type Layers = Vertex[][];
/** From each to those right under it. */
export type Links = Map<Vertex, Set<Vertex>>;

export interface Layered {
  layers: Layers;
  links: Links;
  /** What each edge passes, its ends with it. */
  ways: { edge: GraphEdge; way: Vertex[] }[];
}

/** Ranks by the longest way from a beginning. */
export function layered(
  nodes: readonly { id: string; width: number; height: number }[],
  edges: readonly GraphEdge[],
): Layered {
  const forward = withoutLoops(nodes, edges);
  const ranks = longest(nodes, forward);
  const vertices = new Map<string, Vertex>(
    nodes.map((node) => [node.id, { ...node, rank: ranks.get(node.id) ?? 0 }]),
  );
  const places = new Map<string, Vertex>();
  const links: Links = new Map();
  const ways = forward.flatMap((edge) => {
    const [from, to] = [vertices.get(edge.from), vertices.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const way = [from];
    for (let rank = from.rank + 1; rank < to.rank; rank++) {
      // What goes to the same step for the same reason goes together.
      const key = `${edge.to} ${edge.label === "on_failure"} ${rank}`;
      const place = places.get(key) ?? { id: null, rank, width: 2, height: 0 };
      places.set(key, place);
      way.push(place);
    }
    way.push(to);
    way.forEach((vertex, index) => {
      const below = way[index + 1];
      if (below !== undefined) links.set(vertex, (links.get(vertex) ?? new Set()).add(below));
    });
    return [{ edge, way }];
  });
  const layers: Layers = [];
  for (const vertex of [...vertices.values(), ...places.values()]) {
    layers[vertex.rank] = [...(layers[vertex.rank] ?? []), vertex];
  }
  return { layers, links, ways };
}

/** A flow has no loops; of a graph that has, edges that lead back are left out. */
function withoutLoops(nodes: readonly { id: string }[], edges: readonly GraphEdge[]): GraphEdge[] {
  const state = new Map<string, "open" | "done">();
  const kept = new Set<GraphEdge>();
  const visit = (id: string) => {
    state.set(id, "open");
    for (const edge of edges.filter(({ from }) => from === id)) {
      if (state.get(edge.to) === "open") continue;
      kept.add(edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, "done");
  };
  for (const { id } of nodes) if (!state.has(id)) visit(id);
  return edges.filter((edge) => kept.has(edge));
}

function longest(nodes: readonly { id: string }[], edges: readonly GraphEdge[]): Map<string, number> {
  const ranks = new Map<string, number>();
  const rank = (id: string): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    const above = edges.filter(({ to }) => to === id).map(({ from }) => rank(from) + 1);
    const found = Math.max(0, ...above);
    ranks.set(id, found);
    return found;
  };
  for (const { id } of nodes) rank(id);
  return ranks;
}
