/** Words of this seat that the server has yet to acknowledge. */

import type { Chat } from "./chat";

export interface Pending {
  readonly client_id: string;
  readonly kind: "say" | "note";
  readonly text: string;
  /** RFC 3339. */
  readonly at: string;
  /** The code of the error, where it was refused. */
  readonly refused: string | null;
}

/** Said, or said again. */
export function say(chat: Chat, pending: Pending): Chat {
  const others = chat.pending.filter(({ client_id }) => client_id !== pending.client_id);
  return { ...chat, pending: [...others, pending], suggestion: answered(chat, pending) };
}

/** It is on disk, or nobody wants it any more. */
export function settle(chat: Chat, client_id: string): Chat {
  if (!chat.pending.some((pending) => pending.client_id === client_id)) return chat;
  return { ...chat, pending: chat.pending.filter((pending) => pending.client_id !== client_id) };
}

export function refuse(chat: Chat, client_id: string, code: string): Chat {
  if (!chat.pending.some((pending) => pending.client_id === client_id)) return chat;
  return {
    ...chat,
    pending: chat.pending.map((pending) =>
      pending.client_id === client_id ? { ...pending, refused: code } : pending,
    ),
  };
}

/** What was suggested for words that are answered now has had its time. */
function answered(chat: Chat, pending: Pending): Chat["suggestion"] {
  return pending.kind === "say" ? null : chat.suggestion;
}
