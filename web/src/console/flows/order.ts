import type { Layers, Links, Vertex } from "./ranks";

/** So often the ranks are gone through, down and up. */
const SWEEPS = 12;

/** The order within each rank in which edges cross least: each goes where those are that it is joined to. */
export function ordered(layers: Layers, links: Links): Layers {
  const up = turned(links);
  let now = layers.map((layer) => [...layer]);
  let best = now;
  let fewest = crossings(now, links);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    now = sweep % 2 === 0 ? down(now, up) : down(now.toReversed(), links).toReversed();
    const crossed = crossings(now, links);
    if (crossed < fewest) {
      fewest = crossed;
      best = now;
    }
  }
  return best;
}

/** How often edges between neighbouring ranks cross. */
export function crossings(layers: Layers, links: Links): number {
  return layers.reduce((sum, layer, rank) => {
    const below = placesOf(layers[rank + 1] ?? []);
    const ends = layer.map((vertex) => [...(links.get(vertex) ?? [])].map((to) => below.get(to) ?? 0));
    let crossed = 0;
    ends.forEach((mine, place) => {
      for (const others of ends.slice(place + 1))
        for (const one of mine) for (const other of others) if (other < one) crossed += 1;
    });
    return sum + crossed;
  }, 0);
}

export function turned(links: Links): Links {
  const back: Links = new Map();
  for (const [from, tos] of links) for (const to of tos) back.set(to, (back.get(to) ?? new Set()).add(from));
  return back;
}

/** Orders each rank by the middle of what it is joined to in the rank before it. */
function down(layers: Layers, before: Links): Layers {
  const done: Layers = [];
  for (const layer of layers) {
    const above = placesOf(done.at(-1) ?? []);
    const wanted = new Map(
      layer.map((vertex, place) => {
        const places = [...(before.get(vertex) ?? [])].map((one) => above.get(one) ?? 0);
        return [vertex, places.length === 0 ? place : mean(places)];
      }),
    );
    done.push(layer.toSorted((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0)));
  }
  return done;
}

function placesOf(layer: readonly Vertex[]): Map<Vertex, number> {
  return new Map(layer.map((vertex, place) => [vertex, place]));
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
