/** The fold of a conversation: what the server says of it, one message after the other. */

import type { SeatEvent, SeatHears, Understood } from "../../wire/seat";
import type { Chat, Entry, Shown } from "./chat";
import { settle } from "./pending";

/** What is told of one conversation beside its log. */
export type Aside = Extract<
  SeatHears,
  {
    type:
      | "suggestion"
      | "visitor_typing"
      | "reminder"
      | "watching"
      | "seat_typing"
      | "transcript"
      | "ack"
      | "taken";
  }
>;

/** `now` in milliseconds: when it came. */
export function fold(chat: Chat, message: SeatEvent | Aside, now: number): Chat {
  switch (message.type) {
    case "suggestion":
      return { ...chat, suggestion: message };
    case "visitor_typing":
      return { ...chat, typing: message.text ? { text: message.text, at: now } : null };
    case "reminder":
      return { ...chat, reminded: true };
    case "watching":
      return { ...chat, watching: message.seats };
    case "seat_typing":
      return { ...chat, colleagueTyping: { name: message.name, at: now } };
    case "transcript":
      return { ...chat, told: true, live: message.live, withheld: false };
    case "taken":
      return { ...chat, told: true, withheld: false };
    case "ack":
      return message.client_id === undefined ? chat : settle(chat, message.client_id);
    default:
      // Whatever has a place in the log counts once, however often it is told; what a newer server tells beside it has none.
      return message.seq > chat.seq ? take({ ...chat, seq: message.seq }, message) : chat;
  }
}

function take(chat: Chat, event: SeatEvent): Chat {
  switch (event.type) {
    case "opened":
      return { ...chat, openedAt: event.at, lastAt: event.at };
    case "message":
      return event.by === "customer" ? heard(chat, event) : answered(chat, event);
    case "attachment":
      return event.by === "customer" ? heard(chat, event) : answered(chat, event);
    case "understood":
      return understand(chat, event);
    case "handoff": {
      const { reason, skill, summary, intent, slots } = event;
      const handoff = { reason, skill, summary, intent, slots };
      const waitsSince = chat.waitsSince ?? event.at;
      return show({ ...chat, mode: "waiting", holder: null, guests: [], skill, handoff, waitsSince }, event);
    }
    case "queued":
      return queue(chat, event);
    case "mode":
      return changeMode(chat, event);
    case "joined":
      return show({ ...chat, guests: [...without(chat, event.seat), colleague(event)] }, event);
    case "left":
      return show({ ...chat, guests: without(chat, event.seat) }, event);
    case "note":
      return own(show(chat, event), event.client_id);
    case "labels":
      return show({ ...chat, labels: event.labels }, event);
    case "wrong":
      return correct(chat, event);
    case "read":
      return read(chat, event.by, event.up_to);
    case "introduced":
      return show({ ...chat, fields: { ...chat.fields, ...event.fields } }, event);
    case "left_message":
    case "rated":
      return show(chat, event);
    case "closed":
      return show(
        { ...chat, mode: "closed", holder: null, guests: [], closed: event.why, waitsSince: null, ...QUIET },
        event,
      );
    default:
      return later(chat, event);
  }
}

/** What a newer server tells and this page does not know. */
function later(chat: Chat, _event: never): Chat {
  return chat;
}

const QUIET = { meaning: null, suggestion: null, typing: null, reminded: false } as const;

function heard(chat: Chat, event: Extract<Shown, { type: "message" | "attachment" }>): Chat {
  return show(
    {
      ...chat,
      waitsSince: chat.waitsSince ?? event.at,
      unread: chat.unread + 1,
      meaning: null,
      suggestion: null,
      typing: null,
    },
    event,
  );
}

function answered(chat: Chat, event: Extract<Shown, { type: "message" | "attachment" }>): Chat {
  const entry: Entry =
    event.by === "bot" && chat.meaning !== null ? { event, understood: chat.meaning } : { event };
  if (event.by === "bot")
    return show({ ...chat, waitsSince: answersAll(chat) ? null : chat.waitsSince }, event, entry);
  const next = { ...chat, waitsSince: null, suggestion: null, reminded: false, colleagueTyping: null };
  return own(show(next, event, entry), event.client_id);
}

/** Whoever waits for a person is not helped by what the bot says meanwhile. */
function answersAll({ mode }: Chat): boolean {
  return mode === "bot" || mode === "closed";
}

/** What was on its way has come back. */
function own(chat: Chat, client_id: string | undefined): Chat {
  return client_id === undefined ? chat : settle(chat, client_id);
}

function show(chat: Chat, event: Shown, entry: Entry = { event }): Chat {
  return { ...chat, lastAt: event.at, entries: [...chat.entries, entry] };
}

/** That it waits has been said; what for is news where it is something else than before. */
function queue(chat: Chat, event: Extract<SeatEvent, { type: "queued" }>): Chat {
  return chat.skill === event.skill ? chat : show({ ...chat, skill: event.skill }, event);
}

/** It belongs to the customer's message before, and to what the bot says next. */
function understand(chat: Chat, understood: Understood): Chat {
  const place = chat.entries.findLastIndex(
    ({ event }) => event.type === "message" && event.by === "customer",
  );
  const entries = chat.entries.map((entry, index) => (index === place ? { ...entry, understood } : entry));
  return { ...chat, entries, meaning: understood };
}

function changeMode(chat: Chat, event: Extract<SeatEvent, { type: "mode" }>): Chat {
  const { mode } = event;
  const holder =
    mode === "human" && event.seat !== undefined ? colleague({ ...event, seat: event.seat }) : null;
  const guests = mode === "human" ? without(chat, event.seat) : [];
  const waitsSince = mode === "bot" ? null : chat.waitsSince;
  return show({ ...chat, ...QUIET, mode, holder, guests, waitsSince }, event);
}

function correct(chat: Chat, event: Extract<SeatEvent, { type: "wrong" }>): Chat {
  const wrong =
    event.name === undefined ? { intent: event.intent } : { intent: event.intent, name: event.name };
  const place = chat.entries.findIndex(
    (entry) =>
      entry.event.seq === event.of || (entry.event.seq < event.of && entry.understood?.seq === event.of),
  );
  return {
    ...chat,
    entries: chat.entries.map((entry, index) => (index === place ? { ...entry, wrong } : entry)),
  };
}

function read(chat: Chat, by: "customer" | "seat", upTo: number): Chat {
  const read = { ...chat.read, [by]: Math.max(chat.read[by], upTo) };
  if (by === "customer") return { ...chat, read };
  const unread = chat.entries.filter(
    ({ event }) =>
      event.seq > read.seat &&
      (event.type === "message" || event.type === "attachment") &&
      event.by === "customer",
  ).length;
  return { ...chat, read, unread };
}

function without(chat: Chat, seat: string | undefined): Chat["guests"] {
  return chat.guests.filter((guest) => guest.seat !== seat);
}

function colleague({ seat, name }: { seat: string; name?: string }): { seat: string; name: string } {
  return { seat, name: name ?? seat };
}
