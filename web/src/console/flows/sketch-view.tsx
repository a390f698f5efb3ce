import "./sketch-view.css";
import { useMemo } from "preact/hooks";
import type { Graph } from "../../wire/inbox";
import { sketch } from "./drawn";
import { pathOf } from "./path";

/** A flow from afar: how long it is, and how it branches. */
export function SketchView({ graph }: { graph: Graph }) {
  const drawing = useMemo(() => sketch(graph), [graph]);
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  return (
    <svg
      class="flow-sketch"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      preserveAspectRatio="xMidYMin meet"
      aria-hidden="true"
    >
      {drawing.lines.map(({ edge, points }) => (
        <path key={`${edge.from} ${edge.to} ${edge.label}`} d={pathOf(points)} />
      ))}
      {drawing.boxes.map(({ id, x, y, width, height }) => (
        <rect key={id} class={`step ${kinds.get(id)}`} x={x} y={y} width={width} height={height} rx={8} />
      ))}
    </svg>
  );
}
