import "./graph-view.css";
import { useSignal } from "@preact/signals";
import { Maximize2, ZoomIn, ZoomOut } from "lucide-preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../../design/button/icon-button";
import { language } from "../../language/chosen";
import { href } from "../frame/place";
import { type Flow, LINE, type Step } from "./drawn";
import type { Box } from "./layout";
import { pathOf } from "./path";
import { text } from "./text";

export interface GraphViewProps {
  intent: string;
  title: string;
  flow: Flow;
  chosen: string | undefined;
}

/** Smallest and largest, and below which words cannot be read well. */
const SMALLEST = 0.3;
const LARGEST = 1.6;
const READABLE = 0.8;

/** A flow as a drawing that one scrolls. The list of its steps says the same in words. */
export function GraphView({ intent, title, flow, chosen }: GraphViewProps) {
  const say = text[language.value];
  const scale = useSignal(1);
  const view = useRef<HTMLDivElement>(null);
  const { drawing, steps } = flow;

  const fit = (least: number) => {
    const room = view.current?.clientWidth ?? drawing.width;
    scale.value = Math.min(1, Math.max(least, (room - 2) / drawing.width));
  };
  const zoom = (by: number) => {
    scale.value = Math.min(LARGEST, Math.max(SMALLEST, scale.value * by));
  };
  useLayoutEffect(() => fit(READABLE), [drawing]);

  // What was chosen, and before that the beginning, is in sight.
  useEffect(() => {
    const element = view.current;
    const box = drawing.boxes.find(({ id }) => id === chosen) ?? drawing.boxes[0];
    if (element === null || box === undefined) return;
    const middle = (box.x + box.width / 2) * scale.value;
    element.scrollLeft = middle - element.clientWidth / 2;
    const [top, bottom] = [box.y * scale.value, (box.y + box.height) * scale.value];
    if (top < element.scrollTop || bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = top - element.clientHeight / 3;
  }, [drawing, chosen]);

  return (
    <div class="flow-graph">
      <div class="zoom">
        <IconButton icon={ZoomOut} label={say.smaller} onClick={() => zoom(1 / 1.25)} />
        <IconButton icon={ZoomIn} label={say.larger} onClick={() => zoom(1.25)} />
        <IconButton icon={Maximize2} label={say.fit} onClick={() => fit(SMALLEST)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be reached by the keyboard. */}
      <section class="view" ref={view} tabIndex={0} aria-label={say.drawing}>
        <svg
          width={drawing.width * scale.value}
          height={drawing.height * scale.value}
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        >
          <title>{say.graph(title)}</title>
          <defs>
            <marker
              id="flow-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0.5 8 4 0 7.5Z" />
            </marker>
          </defs>
          {drawing.lines.map(({ edge, points }) => (
            <path
              key={`${edge.from} ${edge.to} ${edge.label}`}
              class={`edge ${edge.label ?? ""} ${edge.from === chosen || edge.to === chosen ? "near" : ""}`}
              d={pathOf(points)}
              marker-end="url(#flow-arrow)"
            />
          ))}
          {drawing.boxes.map((box) => {
            const step = steps.get(box.id);
            return (
              step && (
                <StepBox key={box.id} box={box} step={step} intent={intent} chosen={box.id === chosen} />
              )
            );
          })}
          {drawing.lines.map(
            ({ edge, label: [x, y] }) =>
              edge.label !== null && (
                <text
                  key={`${edge.from} ${edge.to} ${edge.label}`}
                  class={`branch ${edge.label}`}
                  x={x}
                  y={y}
                >
                  {say.branch(edge.label)}
                </text>
              ),
          )}
        </svg>
      </section>
    </div>
  );
}

interface StepBoxProps {
  box: Box;
  step: Step;
  intent: string;
  chosen: boolean;
}

function StepBox({ box, step: { node, lines }, intent, chosen }: StepBoxProps) {
  const say = text[language.value];
  const { x, y, width, height } = box;
  return (
    // The list of steps has the same links for the keyboard.
    <a
      class={`step ${node.kind}${chosen ? " chosen" : ""}`}
      href={href("flows", intent, node.id)}
      tabIndex={-1}
    >
      <rect x={x} y={y} width={width} height={height} rx={lines.length === 0 ? height / 2 : 8} />
      <text class="kind" x={x + (lines.length === 0 ? width / 2 : 10)} y={y + 18}>
        {say.kinds[node.kind]}
      </text>
      {lines.map((line, index) => (
        <text key={line} x={x + 10} y={y + 37 + index * LINE}>
          {line}
        </text>
      ))}
    </a>
  );
}
