/** A trace as far as this page draws it. It is free JSON: what is not as expected is left out. */

import type { Understood } from "./seat";

export interface Explained {
  readonly stage: string;
  readonly certainty: Understood["certainty"];
  readonly intents: readonly { readonly intent: string; readonly confidence: number }[];
  /** What the best intent had to reach. */
  readonly threshold: number | null;
  readonly normalized: string | null;
  readonly rules: readonly string[];
  readonly neighbours: readonly {
    readonly text: string;
    readonly intent: string;
    readonly similarity: number;
  }[];
  /** How probably it is about the shop at all, and what that had to reach. */
  readonly scope: { readonly probability: number; readonly bound: number } | null;
  readonly corrections: readonly { readonly rule: string; readonly from: string }[];
  readonly noVector: boolean;
}

export function explain({
  stage,
  certainty,
  intents,
  trace,
}: Pick<Understood, "stage" | "certainty" | "intents" | "trace">): Explained {
  return {
    stage,
    certainty,
    intents,
    threshold: number(trace.threshold),
    normalized: text(trace.normalized),
    rules: list(trace.rules).filter((rule) => typeof rule === "string"),
    neighbours: list(trace.neighbours).flatMap(neighbour),
    scope: scope(trace.scope),
    corrections: list(trace.corrections).flatMap(correction),
    noVector: typeof trace.no_vector === "string",
  };
}

/** `logistics.track#1` → the intent and which of its rules. */
export function rule(name: string): { intent: string; number: string | null } {
  const place = name.lastIndexOf("#");
  return place === -1
    ? { intent: name, number: null }
    : { intent: name.slice(0, place), number: name.slice(place + 1) };
}

function neighbour(value: unknown): Explained["neighbours"][number][] {
  const { text: words, intent, similarity } = object(value);
  return typeof words === "string" && typeof intent === "string" && typeof similarity === "number"
    ? [{ text: words, intent, similarity }]
    : [];
}

function scope(value: unknown): Explained["scope"] {
  const { probability, bound } = object(value);
  return typeof probability === "number" && typeof bound === "number" ? { probability, bound } : null;
}

function correction(value: unknown): Explained["corrections"][number][] {
  const [rule, from] = list(value);
  return typeof rule === "string" && typeof from === "string" ? [{ rule, from }] : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
