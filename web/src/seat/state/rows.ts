/** Which conversations a list shows, and in which order. */

import type { Waiting } from "../../wire/seat";
import { type Chat, takesPart } from "./chat";

export type Tab = "queue" | "mine" | "all";

/** Those who wait for an answer first, longest first; then what was last talked in. */
export function mine(chats: Iterable<Chat>, seat: string): string[] {
  return [...chats]
    .filter((chat) => takesPart(chat, seat))
    .sort(byNeed)
    .map(({ conversation }) => conversation);
}

/** Everything that the seat sees: who waits, what is its own, what others have, what is past. */
export function all(queue: readonly Waiting[], own: readonly string[], others: Iterable<Chat>): string[] {
  const shown = new Set([...own, ...queue.map(({ conversation }) => conversation)]);
  const rest = [...others]
    .filter((chat) => !shown.has(chat.conversation) && (chat.lastAt !== null || chat.mode !== "bot"))
    .sort(byTime);
  return [...shown, ...rest.map(({ conversation }) => conversation)];
}

/** The one before or after; the first where none is chosen. */
export function neighbour(ids: readonly string[], chosen: string | null, step: 1 | -1): string | null {
  const place = chosen === null ? -1 : ids.indexOf(chosen);
  if (place === -1) return ids[0] ?? null;
  return ids[Math.min(Math.max(place + step, 0), ids.length - 1)] ?? null;
}

function byNeed(one: Chat, other: Chat): number {
  if ((one.waitsSince === null) !== (other.waitsSince === null)) return one.waitsSince === null ? 1 : -1;
  if (one.waitsSince !== null && other.waitsSince !== null)
    return one.waitsSince.localeCompare(other.waitsSince);
  return byTime(one, other);
}

function byTime(one: Chat, other: Chat): number {
  return (other.lastAt ?? "").localeCompare(one.lastAt ?? "");
}
