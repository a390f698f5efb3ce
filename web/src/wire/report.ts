/** `GET /reports/summary`, as docs/api.md says it. */

import { request } from "./request";

export type By = "hour" | "day";

export const STAGES = ["rules", "nearest", "classifier", "graph", "none"] as const;
export type Stage = (typeof STAGES)[number];

export const OUTCOMES = ["answered", "called", "asked", "clarified", "missed", "handed_over"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Durations, in seconds; null where nothing was measured. */
export interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
}

export interface Totals {
  conversations: number;
  turns: number;
  messages: { customer: number; bot: number; seat: number };
  deflection: { bot: number; person: number; share: number | null };
  handoffs: number;
  /** `scores` from one star to five. */
  ratings: { count: number; mean: number | null; scores: number[] };
  waits: Spread & { abandoned: number };
  first_replies: Spread;
}

export interface Bucket {
  at: string;
  conversations: number;
  turns: number;
  bot: number;
  person: number;
  handoffs: number;
  stages: Record<Stage, number>;
  outcomes: Record<Outcome, number>;
  wait_median: number | null;
  ratings: { count: number; mean: number | null };
}

export interface IntentRow {
  intent: string;
  title: string;
  title_en: string | null;
  turns: number;
  handed_over: number;
  missed: number;
}

export interface SeatRow {
  seat: string;
  name: string;
  chats: number;
  messages: number;
  first_reply_median: number | null;
  ratings: number;
  rating_mean: number | null;
}

export interface Report {
  shop: string;
  timezone: string;
  from: string;
  until: string;
  by: By;
  as_of: string;
  behind: number;
  totals: Totals;
  buckets: Bucket[];
  stages: Record<Stage, number>;
  outcomes: Record<Outcome, number>;
  reasons: { reason: string; title: string | null; count: number }[];
  intents: IntentRow[];
  seats: SeatRow[];
  /** Turns by weekday, from Monday, and by hour. */
  weekdays: number[][];
}

/** Days of the shop such as `2026-11-21`, or moments; without them today. */
export interface Asked {
  from?: string;
  until?: string;
  by: By;
}

/** @throws {Refused} when the server says no, or does not answer. */
export function summary(asked: Asked): Promise<Report> {
  return request("GET", `/reports/summary?${new URLSearchParams({ ...asked })}`);
}
