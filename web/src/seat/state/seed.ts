/** What is known of a conversation before its log has been told. */

import type { Hit, Holding } from "../../wire/desk";
import type { Colleague, Held, Waiting } from "../../wire/seat";
import type { Chat } from "./chat";

export function waitsNow(chat: Chat, { customer, skill, since, reason, summary, intent }: Waiting): Chat {
  return {
    ...chat,
    customer,
    skill,
    mode: "waiting",
    holder: null,
    guests: [],
    waitsSince: since,
    lastAt: chat.lastAt ?? since,
    handoff: chat.handoff ?? { reason, skill, summary, intent, slots: {} },
  };
}

/** Whoever holds it is known from its log; until that has come it counts as the seat's own. */
export function heldNow(
  chat: Chat,
  { customer, channel, mode }: Held,
  me: { seat: string; name: string },
): Chat {
  const held = { ...chat, customer, channel, mode };
  const known = chat.mode === "human" && chat.holder !== null;
  return known || mode !== "human" ? held : { ...held, holder: { seat: me.seat, name: me.name } };
}

/** One that the seat took part in some time. */
export function foundOnce(chat: Chat, { customer, channel, at, by, snippet }: Hit): Chat {
  if (chat.seq > 0 || chat.lastAt !== null) return chat;
  return { ...chat, customer, channel, lastAt: at, preview: { by: by ?? "", text: snippet.text } };
}

/** One that a colleague has, as whoever may watch is told. What the log has told since is nearer. */
export function heldElsewhere(
  chat: Chat,
  { customer, since, waits_since }: Holding,
  holder: Colleague,
): Chat {
  if (chat.live) return chat;
  return { ...chat, customer, mode: "human", holder, waitsSince: waits_since, lastAt: chat.lastAt ?? since };
}

/** One that no colleague has any more. */
export function heldNoMore(chat: Chat): Chat {
  return { ...chat, holder: null, guests: [], waitsSince: null };
}

/** Somebody took it, or the customer has gone; the log says which, to whoever may read on. */
export function leftQueue(chat: Chat): Chat {
  return chat.mode === "waiting" ? { ...chat, mode: "human", holder: null, waitsSince: null } : chat;
}
