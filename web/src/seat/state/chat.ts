/** One conversation as a seat sees it. */

import type { Colleague, Handoff, SeatEvent, Suggestion, Understood } from "../../wire/seat";
import type { Closed, Mode } from "../../wire/shared";
import type { Pending } from "./pending";

/** What stands in the transcript; the rest of the log only changes how it is shown. */
export type Shown = Exclude<SeatEvent, { type: "understood" | "read" | "wrong" | "opened" }>;

/** One thing in the transcript, and what is known about it. */
export interface Entry {
  readonly event: Shown;
  /** How the customer's message was understood, or what the bot's answer came from. */
  readonly understood?: Understood;
  readonly wrong?: { readonly intent: string | null; readonly name?: string };
}

export interface Chat {
  readonly conversation: string;
  readonly customer: string | null;
  readonly channel: string | null;
  readonly mode: Mode;
  /** Who talks with the customer. */
  readonly holder: Colleague | null;
  readonly guests: readonly Colleague[];
  /** Up to where everything is known; 0 where nothing is. */
  readonly seq: number;
  readonly openedAt: string | null;
  readonly entries: readonly Entry[];
  readonly handoff: Handoff | null;
  readonly labels: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly skill: string | null;
  /** When the first of the customer's words came to which nobody has answered. */
  readonly waitsSince: string | null;
  readonly lastAt: string | null;
  /** Up to where each side has seen everything. */
  readonly read: { readonly customer: number; readonly seat: number };
  /** Messages of the customer that no seat has seen. */
  readonly unread: number;
  /** What comes of the customer's last message, until it is answered. */
  readonly meaning: Understood | null;
  readonly suggestion: Suggestion | null;
  /** The customer's words so far; `at` in milliseconds. */
  readonly typing: { readonly text: string; readonly at: number } | null;
  readonly colleagueTyping: { readonly name: string; readonly at: number } | null;
  /** Other seats that have it before them. */
  readonly watching: readonly Colleague[];
  readonly reminded: boolean;
  readonly closed: Closed["why"] | null;
  readonly pending: readonly Pending[];
  /** What is known of it only by a search: its last words. */
  readonly preview: { readonly by: string; readonly text: string } | null;
  /** Whether the transcript has been told from its beginning. */
  readonly told: boolean;
  /** Whether what happens is told as well, to a seat that only looks on. */
  readonly live: boolean;
  /** The seat may not see it, or not any more. */
  readonly withheld: boolean;
}

export function unknown(conversation: string): Chat {
  return {
    conversation,
    customer: null,
    channel: null,
    mode: "bot",
    holder: null,
    guests: [],
    seq: 0,
    openedAt: null,
    entries: [],
    handoff: null,
    labels: [],
    fields: {},
    skill: null,
    waitsSince: null,
    lastAt: null,
    read: { customer: 0, seat: 0 },
    unread: 0,
    meaning: null,
    suggestion: null,
    typing: null,
    colleagueTyping: null,
    watching: [],
    reminded: false,
    closed: null,
    pending: [],
    preview: null,
    told: false,
    live: false,
    withheld: false,
  };
}

/** Whether this seat may speak in it. */
export function takesPart(chat: Chat, seat: string): boolean {
  return holds(chat, seat) || helps(chat, seat);
}

export function holds(chat: Chat, seat: string): boolean {
  return chat.mode === "human" && chat.holder?.seat === seat;
}

export function helps(chat: Chat, seat: string): boolean {
  return chat.mode === "human" && chat.guests.some((guest) => guest.seat === seat);
}

/** What was said last, by whomever. */
export function lastWords(chat: Chat): { by: string; text: string; file: boolean } | null {
  for (let place = chat.entries.length - 1; place >= 0; place -= 1) {
    const event = chat.entries[place]?.event;
    if (event?.type === "message") return { by: event.by, text: event.title ?? event.text, file: false };
    if (event?.type === "attachment") return { by: event.by, text: event.name, file: true };
    if (event?.type === "left_message") return { by: "customer", text: event.text, file: false };
  }
  return chat.preview === null ? null : { ...chat.preview, file: false };
}
