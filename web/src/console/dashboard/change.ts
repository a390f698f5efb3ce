import type { Totals } from "../../wire/report";

/** How a figure stands against the range before. */
export interface Change {
  /** As a share of what it was, in percentage points, or in stars. */
  by: number;
  unit: "share" | "points" | "stars";
  /** Whether that is welcome; more conversations are neither. */
  is: "better" | "worse" | "other";
}

type Figure = "conversations" | "deflection" | "handoffs" | "waits" | "replies" | "ratings";

/** Null where there is nothing to compare with. */
export function compare(now: Totals, before: Totals | null): Record<Figure, Change | null> {
  return {
    conversations: relative(now.conversations, before?.conversations, 0),
    deflection: points(now.deflection.share, before?.deflection.share),
    handoffs: relative(now.handoffs, before?.handoffs, 0),
    waits: relative(now.waits.median, before?.waits.median, -1),
    replies: relative(now.first_replies.median, before?.first_replies.median, -1),
    ratings: stars(now.ratings.mean, before?.ratings.mean),
  };
}

type Known = number | null | undefined;

/** `good` is 1 where more is better, and -1 where less is. */
function relative(now: Known, before: Known, good: 1 | 0 | -1): Change | null {
  if (now == null || before == null || before === 0) return null;
  const by = now / before - 1;
  return { by: Math.abs(by) < 0.005 ? 0 : by, unit: "share", is: welcome(by * good) };
}

function points(now: Known, before: Known): Change | null {
  if (now == null || before == null) return null;
  const by = Math.round((now - before) * 1000) / 10;
  return { by, unit: "points", is: welcome(by) };
}

function stars(now: Known, before: Known): Change | null {
  if (now == null || before == null) return null;
  const by = Math.round((now - before) * 10) / 10;
  return { by, unit: "stars", is: welcome(by) };
}

function welcome(gain: number): Change["is"] {
  if (Math.abs(gain) < 0.005) return "other";
  return gain > 0 ? "better" : "worse";
}
