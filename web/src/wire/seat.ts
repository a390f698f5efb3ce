/** `/ws/seat`: what the desk says and hears, as docs/sockets.md says it. */

import type {
  Attachment,
  Closed,
  ErrorSaid,
  Introduced,
  LeftMessage,
  Message,
  Mode,
  ModeSaid,
  Opened,
  Placed,
  Rated,
  Read,
} from "./shared";

export type Presence = "online" | "busy" | "away" | "offline";

/** Free JSON that says why. */
export type Trace = Record<string, unknown>;

/** A customer who waits. */
export interface Waiting {
  conversation: string;
  customer: string;
  skill: string;
  since: string;
  urgent: boolean;
  vip: boolean;
  reason: string;
  summary: string;
  intent: string | null;
}

/** A conversation that the seat holds, or helps with. */
export interface Held {
  conversation: string;
  customer: string;
  channel: string;
  seq: number;
  mode: Mode;
}

/** Why a person is wanted, and what is known. */
export interface Handoff {
  reason: string;
  skill: string;
  summary: string;
  intent: string | null;
  slots: Record<string, unknown>;
}

/** An event of one conversation. */
export type In<T> = T & { conversation: string };

export type SeatEvent =
  | In<Attachment>
  | In<Closed>
  | In<Introduced>
  | In<LeftMessage>
  | In<Message>
  | In<ModeSaid>
  | In<Opened>
  | In<Rated>
  | In<Read>
  | In<Understood>
  | In<Placed & Handoff & { type: "handoff" }>
  | In<Placed & { type: "queued"; skill: string }>
  | In<Placed & { type: "joined"; seat: string; name?: string; by: string }>
  | In<Placed & { type: "left"; seat: string; name?: string }>
  | In<Placed & { type: "note"; seat: string; name?: string; text: string; client_id?: string }>
  | In<Placed & { type: "labels"; seat: string; name?: string; labels: string[] }>
  | In<Placed & { type: "wrong"; seat: string; name?: string; of: number; intent: string | null }>;

export interface Understood extends Placed {
  type: "understood";
  stage: string;
  certainty: "confident" | "close" | "unsure";
  intents: { intent: string; confidence: number }[];
  trace: Trace;
}

export interface Suggestion {
  conversation: string;
  /** Of the message that it answers. */
  seq: number;
  text: string;
  intent: string | null;
  confidence: number | null;
  trace: Trace;
}

export type SeatHears =
  | SeatEvent
  | {
      type: "welcome";
      seat: string;
      name: string;
      role: string;
      state: Presence;
      capacity: number;
      conversations: Held[];
      offered: string[];
      queue: Waiting[];
    }
  | (Waiting & { type: "waiting" })
  | { type: "not_waiting"; conversation: string }
  | (Handoff & { type: "offer"; conversation: string; trace: Trace | null; until: string })
  | { type: "withdrawn"; conversation: string }
  | { type: "taken"; conversation: string; seq: number; client_id?: string }
  | { type: "ack"; conversation: string; seq: number; client_id?: string }
  | { type: "presence"; state: Presence; capacity: number }
  | (Suggestion & { type: "suggestion" })
  | { type: "visitor_typing"; conversation: string; text: string | null }
  | { type: "reminder"; conversation: string }
  | { type: "watching"; conversation: string; seats: Colleague[] }
  | { type: "seat_typing"; conversation: string; seat: string; name: string }
  | { type: "transcript"; conversation: string; seq: number; live: boolean }
  | ErrorSaid;

/** Another seat. */
export interface Colleague {
  seat: string;
  name: string;
}

/** What does something to a conversation; its answer repeats the `client_id`. */
export type Deed =
  | { type: "take" }
  | { type: "take_over" }
  | { type: "say"; client_id: string; text: string }
  | { type: "note"; client_id: string; text: string }
  | { type: "label"; add?: string[]; remove?: string[] }
  | { type: "transfer"; to: { seat: string } | { skill: string } }
  | { type: "invite"; seat: string }
  | { type: "leave" }
  | { type: "hand_back" }
  | { type: "close" }
  | { type: "wrong"; seq: number; intent?: string }
  | { type: "read"; seq: number };

export type SeatSays =
  | { type: "hello"; after?: Record<string, number> }
  | { type: "presence"; state: Presence; capacity?: number }
  | { type: "decline"; conversation: string }
  | { type: "typing"; conversation: string }
  | { type: "open"; conversation: string; after?: number }
  | { type: "shut"; conversation: string }
  | { type: "look"; conversation: string | null }
  | (Deed & { conversation: string; client_id?: string });
