/** Content as the console shows and edits it, and the inbox of what was misunderstood, as docs/api.md says them. */

import type { DraftState } from "./content";
import { request } from "./request";

/** One of `GET /content/intents`. */
export interface IntentRow {
  name: string;
  title: string;
  title_en?: string | null;
  file: string;
  examples: number;
  learned: number;
  rules: number;
  slots: string[];
  flow: boolean;
  threshold: number | null;
  turns_7d: number;
  /** In the draft. */
  changed: boolean;
}

/** `GET /content/intents/{name}`. */
export interface IntentView {
  name: string;
  title: string;
  title_en?: string | null;
  file: string;
  etag: string;
  examples: { text: string; line: number }[];
  learned: Learned[];
  rules: { any?: string[]; all?: string[]; not?: string[]; whole?: string[]; entity?: string[] }[];
  slots: Slot[];
  replies: Reply[];
  flow: Graph | null;
}

/** What a person said a customer meant. */
export interface Learned {
  text: string;
  source: { conversation: string; seq: number; by: string | null; at: string };
}

export interface Slot {
  name: string;
  entity?: string;
  required?: boolean;
  ask?: string | null;
}

export interface Reply {
  name: string;
  texts: string[];
  texts_en: string[];
}

export type NodeKind = "start" | "call" | "if" | "reply" | "ask" | "set" | "answer" | "handoff" | "end";

/** A flow. Nothing leads back, so every way through it ends. */
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export interface GraphNode {
  id: string;
  kind: NodeKind;
  label: string;
  /** In the intent's file, from 1. */
  line: number | null;
}

export interface GraphEdge {
  from: string;
  to: string;
  label: "then" | "else" | "on_failure" | null;
}

export interface Valid {
  from: string | null;
  until: string | null;
}

/** One of `GET /content/faq`. */
export interface FaqEntry {
  id: string;
  file: string;
  intent: string | null;
  questions: string[];
  answer: string;
  answer_en: string | null;
  /** All wordings of the answer, `answer` first. */
  answers?: string[];
  valid: Valid | null;
  shops: string[];
  hits_30d: number;
  last_hit: string | null;
  expired: boolean;
}

export type Edit =
  | { do: "add_example" | "remove_example"; intent: string; text: string }
  | { do: "move_example"; from: string; to: string; text: string }
  | { do: "set_title"; intent: string; title: string }
  | { do: "set_reply"; reply: string; texts: string[]; language: "zh" | "en" }
  | { do: "add_question" | "remove_question"; faq: string; text: string }
  | { do: "set_answer"; faq: string; answer: string; language?: "zh" | "en" }
  | { do: "set_valid"; faq: string; from: string | null; until: string | null }
  | { do: "set_shops"; faq: string; shops: string[] }
  | { do: "add_faq"; file: string; id: string; intent: string | null; questions: string[]; answer: string }
  | { do: "remove_faq"; faq: string }
  | { do: "add_intent"; name: string; title: string; examples: string[] };

export const WHYS = ["missed", "clarified", "corrected", "rated_low", "asked_for_person"] as const;
export type Why = (typeof WHYS)[number];

/** Where in which conversation. */
export interface Place {
  conversation: string;
  seq: number;
}

/** A customer's words that the bot should have taken otherwise. */
export interface InboxMessage extends Place {
  text: string;
  at: string;
  why: Why;
  /** What the bot took it for. */
  intent: string | null;
  confidence: number | null;
  corrected_to: string | null;
  by: string | null;
}

/** Messages that are alike. */
export interface Group {
  id: string;
  size: number;
  suggested: { intent: string; confidence: number } | null;
  messages: InboxMessage[];
}

export interface Inbox {
  groups: Group[];
  open: number;
  settled_7d: number;
  /** Not compared with others yet. */
  ungrouped?: number;
}

/** What became of a message. */
export type As = { intent: string } | { faq: string } | { not_ours: true } | { dismiss: true };

export interface Settled {
  settled: number;
  draft: DraftState | null;
}

/** All of these throw {@link Refused} when the server says no, or does not answer. */
export async function readIntents(): Promise<IntentRow[]> {
  return (await request<{ intents: IntentRow[] }>("GET", "/content/intents")).intents;
}

export function readIntent(name: string): Promise<IntentView> {
  return request("GET", `/content/intents/${encodeURIComponent(name)}`);
}

/** All or nothing. Null where the draft says what is live after it. */
export function edit(edits: Edit[]): Promise<DraftState | null> {
  return request("POST", "/content/edits", { edits });
}

export async function readFaq(): Promise<FaqEntry[]> {
  return (await request<{ faq: FaqEntry[] }>("GET", "/content/faq")).faq;
}

export function readInbox(why: Why | null, limit: number): Promise<Inbox> {
  const asked = new URLSearchParams({ limit: String(limit), ...(why !== null && { why }) });
  return request("GET", `/content/inbox?${asked}`);
}

export function settle(messages: Place[], as: As): Promise<Settled> {
  return request("POST", "/content/inbox/settle", { messages: messages.map(place), as });
}

/** Takes back what became of them. */
export function reopen(messages: Place[]): Promise<Settled> {
  return request("POST", "/content/inbox/reopen", { messages: messages.map(place) });
}

function place({ conversation, seq }: Place): Place {
  return { conversation, seq };
}
