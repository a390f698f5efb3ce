import type { Report, Totals } from "../../wire/report";
import type { Range } from "./range";

export type Failure = "offline" | "server";

/** Figures that are shown, and those of the range before, where they are known. */
export interface Shown {
  range: Range;
  report: Report;
  before: Totals | null;
}

export interface State {
  range: Range;
  /** The figures of another range stay until the new ones are there. */
  shown: Shown | null;
  failure: Failure | null;
}

export type Happened =
  | { type: "chosen"; range: Range }
  | { type: "loaded"; range: Range; report: Report; before: Totals | null }
  | { type: "failed"; range: Range; failure: Failure };

export function begin(range: Range): State {
  return { range, shown: null, failure: null };
}

/** What comes for a range that is not looked at any more is of no use. */
export function fold(state: State, happened: Happened): State {
  switch (happened.type) {
    case "chosen":
      return { ...state, range: happened.range, failure: null };
    case "loaded": {
      const { range, report, before } = happened;
      return range === state.range ? { range, shown: { range, report, before }, failure: null } : state;
    }
    case "failed":
      return happened.range === state.range ? { ...state, failure: happened.failure } : state;
  }
}

/** Whether what is shown is of another range than the chosen one. */
export function isStale(state: State): boolean {
  return state.shown !== null && state.shown.range !== state.range;
}
