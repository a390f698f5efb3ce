/** What both sides of a conversation hear, as docs/sockets.md says it. */

export type Mode = "bot" | "waiting" | "human" | "closed";

/** Where in the conversation's log, and when. */
export interface Placed {
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
}

export interface Choice {
  title: string;
  /** Sent back as it came. */
  value: unknown;
}

/** Data that a page draws; of a kind that it does not know it draws nothing. */
export interface Card {
  kind: string;
  data: Record<string, unknown>;
}

export interface Message extends Placed {
  type: "message";
  by: "customer" | "bot" | "seat";
  text: string;
  /** What the button said that a customer chose; `text` is its value. */
  title?: string;
  seat?: string;
  name?: string;
  client_id?: string;
  choices?: Choice[];
  card?: Card;
}

export interface Attachment extends Placed {
  type: "attachment";
  by: "customer" | "seat";
  id: string;
  name: string;
  media_type: string;
  bytes: number;
  /** Holds for an hour or two. */
  url: string;
  seat?: string;
  client_id?: string;
}

export interface ModeSaid extends Placed {
  type: "mode";
  mode: Mode;
  name?: string;
  seat?: string;
  how?: string;
}

export interface Read extends Placed {
  type: "read";
  by: "customer" | "seat";
  up_to: number;
}

export interface LeftMessage extends Placed {
  type: "left_message";
  text: string;
  contact: Record<string, string>;
}

/** What customers said of themselves, such as a telephone number. */
export interface Introduced extends Placed {
  type: "introduced";
  fields: Record<string, string>;
}

export interface Rated extends Placed {
  type: "rated";
  score: number;
  text?: string;
}

export interface Closed extends Placed {
  type: "closed";
  why: "over" | "by_seat" | "idle" | "queue_timed_out";
}

export interface Opened extends Placed {
  type: "opened";
  conversation: string;
}

/** What was refused; with the `client_id` of what it was about. */
export interface ErrorSaid {
  type: "error";
  code: string;
  message: string;
  field?: string;
  client_id?: string;
  conversation?: string;
}
