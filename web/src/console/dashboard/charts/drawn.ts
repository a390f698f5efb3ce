import type { AxisXOptions, ScaleOptions } from "@observablehq/plot";
import type { Bucket, Report } from "../../../wire/report";
import type { Format } from "../format";
import type { DashboardText } from "../text";
import { labelled } from "./plot";

/** What every chart is drawn from. */
export interface Drawn {
  report: Report;
  say: DashboardText;
  format: Format;
}

/** Pixels that a time under an axis needs. */
const LABEL = 52;

/** The scale of time: a band for each bucket. */
export function bands(buckets: readonly Bucket[]): ScaleOptions {
  return { type: "band", domain: buckets.map((bucket) => bucket.at), padding: 0.15 };
}

/** Its axis, with labels for as many buckets as there is room for. */
export function times(buckets: readonly Bucket[], width: number, format: Format): AxisXOptions {
  const all = buckets.map((bucket) => bucket.at);
  return { label: null, tickSize: 0, ticks: labelled(all, width, LABEL), tickFormat: format.tick };
}

/** Buckets that are over, and from the last of them to the one under way. Of those to come nothing is known. */
export function course({ buckets, as_of, until }: Report): { over: Bucket[]; underWay: Bucket[] } {
  const now = Date.parse(as_of);
  const begun = buckets.filter(({ at }) => Date.parse(at) <= now);
  if (Date.parse(until) <= now) return { over: begun, underWay: [] };
  return { over: begun.slice(0, -1), underWay: begun.slice(-2) };
}

/** Half a conversation is none. */
export function whole(count: number): string {
  return Number.isInteger(count) ? String(count) : "";
}
