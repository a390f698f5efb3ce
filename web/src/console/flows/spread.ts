import { mean, turned } from "./order";
import type { Layers, Links, Vertex } from "./ranks";

const SWEEPS = 10;
/** An edge that passes a rank wants to run straight more than a step wants to stand in the middle. */
const STRAIGHT = 4;

/** The middle of each: near those it is joined to, in order, and never nearer to a neighbour than `gap`. */
export function spread(layers: Layers, links: Links, gap: number): Map<Vertex, number> {
  const up = turned(links);
  const centre = new Map<Vertex, number>();
  for (const layer of layers) place(layer, () => 0, gap, centre);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [ranks, joined] = sweep % 2 === 0 ? [layers, up] : [layers.toReversed(), links];
    for (const layer of ranks) {
      place(
        layer,
        (vertex) => {
          const near = [...(joined.get(vertex) ?? [])].map((one) => centre.get(one) ?? 0);
          return near.length === 0 ? (centre.get(vertex) ?? 0) : mean(near);
        },
        gap,
        centre,
      );
    }
  }
  return centre;
}

interface Block {
  sum: number;
  weight: number;
  members: number;
}

/**
 * As near to what is wanted as the order and the gaps allow, by least squares: who would overlap are pooled and stand side by
 * side around the middle of what they want.
 */
function place(
  layer: readonly Vertex[],
  wanted: (vertex: Vertex) => number,
  gap: number,
  centre: Map<Vertex, number>,
): void {
  const offsets: number[] = [];
  layer.forEach((vertex, index) => {
    const before = layer[index - 1];
    const apart = before === undefined ? 0 : (before.width + vertex.width) / 2 + gap;
    offsets.push((offsets[index - 1] ?? 0) + apart);
  });
  const blocks: Block[] = [];
  layer.forEach((vertex, index) => {
    const weight = vertex.id === null ? STRAIGHT : 1;
    let block: Block = { sum: weight * (wanted(vertex) - (offsets[index] ?? 0)), weight, members: 1 };
    let last = blocks.at(-1);
    while (last !== undefined && last.sum / last.weight >= block.sum / block.weight) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        members: last.members + block.members,
      };
      last = blocks.at(-1);
    }
    blocks.push(block);
  });
  let index = 0;
  for (const { sum, weight, members } of blocks) {
    for (const end = index + members; index < end; index++) {
      const vertex = layer[index];
      if (vertex !== undefined) centre.set(vertex, sum / weight + (offsets[index] ?? 0));
    }
  }
}
