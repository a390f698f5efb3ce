import type { Outcome, Stage } from "../../../wire/report";
import type { Failure } from "../state";

/** A chart, or a table: what it is called, and one sentence on what it shows. */
export interface Caption {
  title: string;
  about: string;
}

/** A figure: what it is called, and what it means. */
export interface Meaning {
  name: string;
  means: string;
}

export interface DashboardText {
  title: string;
  today: string;
  last(days: number): string;
  own: string;
  from: string;
  until: string;
  apply: string;
  wrongRange: string;
  print: string;
  refresh: string;
  loading: string;
  asOf(time: string): string;
  shopTime(zone: string): string;
  behind(events: string): string;
  failure: Record<Failure, string>;
  again: string;
  emptyToday: Caption;
  emptyRange: Caption;
  noFigures: string;
  headline: string;
  against: string;
  points: string;
  same: string;
  fresh: string;
  figures: {
    conversations: Meaning;
    deflection: Meaning;
    handoffs: Meaning;
    waits: Meaning;
    replies: Meaning;
    ratings: Meaning;
  };
  details: {
    conversations(turns: string, messages: string): string;
    deflection(bot: string, person: string): string;
    handoffs(conversations: string): string;
    /** Without a duration where nothing was measured. */
    waits(p90: string | null, abandoned: string): string;
    replies(p90: string | null): string;
    ratings(count: string): string;
  };
  rule: { title: string; lines: string[] };
  charts: Record<
    "conversations" | "stages" | "outcomes" | "reasons" | "waits" | "ratings" | "week" | "intents" | "seats",
    Caption
  >;
  asTable: string;
  asChart: string;
  time: string;
  weekday: string;
  series: { conversations: string; bot: string; person: string; wait: string; turns: string };
  stage: Record<Stage, string>;
  outcome: Record<Outcome, string>;
  reason: string;
  count: string;
  share: string;
  stars(score: number): string;
  columns: Record<
    | "intent"
    | "turns"
    | "share"
    | "missed"
    | "handedOver"
    | "seat"
    | "chats"
    | "messages"
    | "reply"
    | "rating",
    string
  >;
  more(count: number): string;
  fewer: string;
}
