/** What nobody tells over the socket, and the page asks for. */

import type { Hit, SeatView } from "../../wire/desk";
import { foundOnce, heldElsewhere, heldNoMore } from "../state/seed";
import type { Desk } from "./desk";

/** Hits of a search for what the seat took part in, newest first. */
export function remember({ chats }: Desk, hits: readonly Hit[]): void {
  for (const hit of hits) chats.change(hit.conversation, (chat) => foundOnce(chat, hit));
}

/** What colleagues hold now, as far as the seat may know. */
export function lookAround(desk: Desk, seats: readonly SeatView[]): void {
  const { chats, person } = desk;
  const held = new Set(seats.flatMap(({ holds }) => holds.map(({ conversation }) => conversation)));
  for (const chat of chats.peek()) {
    const theirs = chat.mode === "human" && chat.holder !== null && !chat.live && !desk.takesPart(chat);
    if (theirs && !held.has(chat.conversation)) chats.change(chat.conversation, heldNoMore);
  }
  for (const { seat, name, holds } of seats) {
    if (seat === person.seat) continue;
    for (const one of holds) {
      chats.change(one.conversation, (chat) =>
        desk.takesPart(chat) ? chat : heldElsewhere(chat, one, { seat, name }),
      );
    }
  }
}
