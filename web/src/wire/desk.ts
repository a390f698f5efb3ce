/** What the desk asks over HTTP, as docs/api.md says it. */

import type { Presence } from "./seat";
import type { Mode } from "./shared";

/** `GET /desk`. */
export interface FloorView {
  seats: SeatView[];
  queues: QueueView[];
  hours: { open: boolean; opens_at: string | null };
}

export interface SeatView {
  seat: string;
  name: string;
  role: string;
  skills: string[];
  state: Presence;
  connected: boolean;
  capacity: number;
  chats: number;
  /** For whoever may watch; else empty. */
  holds: Holding[];
}

export interface Holding {
  conversation: string;
  customer: string;
  since: string;
  /** Since when the customer waits for an answer. */
  waits_since: string | null;
}

export interface QueueView {
  skill: string;
  waiting: number;
  oldest_since: string | null;
  eta: number | null;
}

/** One of `GET /conversations?customer=`. */
export interface Talk {
  conversation: string;
  channel: string;
  opened: string;
  closed: string | null;
  mode: Mode;
  first: string | null;
  messages: number;
  handoff: string | null;
  seats: { seat: string; name: string }[];
  labels: string[];
  rating: { score: number; text: string | null } | null;
}

/** `GET /conversations/{id}/customer`. */
export interface CustomerView {
  customer: string;
  known: boolean;
  profile: Record<string, unknown> | null;
  orders: Record<string, unknown>[] | null;
  fields: Record<string, string>;
  slots: Record<string, unknown>;
  labels: string[];
  /** Shop systems that did not answer. */
  unavailable: string[];
}

export interface Intent {
  intent: string;
  title: string;
  title_en?: string;
}

export interface Canned {
  id: string;
  shortcut: string;
  title: string;
  text: string;
  shared: boolean;
}

/** One of `GET /search`. */
export interface Hit {
  conversation: string;
  seq: number;
  at: string;
  customer: string;
  channel: string;
  kind: string;
  by: string | null;
  snippet: { text: string; marks: [number, number][] };
}
