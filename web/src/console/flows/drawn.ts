import type { Language } from "../../language";
import type { Graph, GraphNode, IntentView } from "../../wire/inbox";
import { type Drawing, layout } from "./layout";
import { widthOf, wrapped } from "./lines";
import { spoken } from "./speak";
import type { Terms } from "./terms";

/** A step as it is drawn: lines of text in a box. */
export interface Step {
  node: GraphNode;
  /** From 1, in the order of the file. */
  number: number;
  words: string;
  lines: string[];
}

export interface Flow {
  steps: Map<string, Step>;
  drawing: Drawing;
}

/** Of a line of text, and of a Chinese character in it. */
export const LINE = 19;
const CHARACTER = 13;
const HEAD = 22;
const PADDING = 10;
/** Chinese characters in a line, and lines. */
const WIDEST = 13;
const MOST = 3;
const NARROWEST = 92;

export function drawn(intent: IntentView, graph: Graph, terms: Terms, language: Language): Flow {
  const steps = new Map<string, Step>(
    graph.nodes.map((node, index) => {
      const words = spoken(node, intent, terms, language);
      return [node.id, { node, number: index + 1, words, lines: wrapped(words, WIDEST, MOST) }];
    }),
  );
  const sizes = [...steps.values()].map(({ node, lines }) => ({
    id: node.id,
    width: Math.max(NARROWEST, ...lines.map((line) => widthOf(line) * CHARACTER + 2 * PADDING + 4)),
    height: HEAD + lines.length * LINE + (lines.length > 0 ? PADDING : 6),
  }));
  return { steps, drawing: layout(sizes, graph.edges) };
}

/** The same from afar: boxes without words. */
export function sketch(graph: Graph): Drawing {
  return layout(
    graph.nodes.map(({ id }) => ({ id, width: 70, height: 30 })),
    graph.edges,
  );
}
