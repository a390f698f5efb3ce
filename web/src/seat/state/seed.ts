/** What is known of a conversation before its log has been told. */

import type { Held, Waiting } from "../../wire/seat";
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
