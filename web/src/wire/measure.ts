import { request } from "./request";

export type Of = "live" | "draft";

export const FIGURES = [
  "accuracy",
  "coverage",
  "precision_when_answering",
  "oos_recall",
  "macro_f1",
  "ece",
  "cost_per_message",
] as const;
export type Figure = (typeof FIGURES)[number];

/** report.json, as far as the console reads it. What no row bears on is null. */
export type Report = { [name in Figure]: number | null } & {
  [name in `${Figure}_ci95`]: [number, number] | null;
} & {
  /** Labelled messages. */
  n: number;
};

/** How well labelled messages are understood, as docs/api.md says it. */
export interface Measurement {
  version: number;
  revision: number | null;
  state: "working" | "ready" | "no_rows" | "failed";
  /** Of `all`, while it works. */
  done: number;
  all: number;
  report: Report | null;
  error: string | null;
}

/** The first who asks begins it. Throws {@link Refused} when the server says no, or does not answer. */
export function measure(of: Of): Promise<Measurement> {
  return request("GET", `/content/report?of=${of}`);
}

/** Where the report is a page. */
export function reportPage(of: Of, language: string): string {
  return `/content/report/page?of=${of}&language=${language}`;
}
