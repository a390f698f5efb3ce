import type { Placed } from "../../wire/shared";
import type { VisitorHears } from "../../wire/visitor";
import { deliver, refuse } from "./pending";
import { type Entry, isSaid, NOTHING, type Talk } from "./state";

/** The conversation after the server has said this. What is told a second time changes nothing. */
export function fold(talk: Talk, heard: VisitorHears): Talk {
  switch (heard.type) {
    case "welcome":
      return welcome(talk, heard);
    case "opened":
      return place(begin(talk, heard.conversation), heard);
    case "message":
    case "attachment":
    case "mode":
    case "closed":
    case "rated":
    case "left_message":
    case "introduced":
      return place(talk, heard);
    case "read":
      return heard.seq > talk.last ? { ...talk, last: heard.seq, read: further(talk, heard) } : talk;
    case "ack":
      return { ...talk, pending: deliver(talk, heard.client_id) };
    case "error":
      return heard.client_id === undefined
        ? talk
        : { ...talk, pending: refuse(talk.pending, heard.client_id, heard.code) };
    case "queue":
      return { ...talk, queue: { position: heard.position, eta: heard.eta } };
    case "typing":
      return { ...talk, typing: true };
  }
  heard satisfies never;
  return talk;
}

/** The server goes on after `last`, or, where that is no place of its log any more, from the beginning. */
function welcome(talk: Talk, heard: VisitorHears & { type: "welcome" }): Talk {
  const { conversation, mode } = heard;
  const here = { ...talk, conversation, mode, queue: null, typing: false };
  if (conversation !== talk.conversation) return { ...begin(here, conversation), mode };
  if (heard.seq >= talk.last) return here;
  const entries = talk.entries.filter((entry) => entry.conversation !== conversation);
  return { ...begin({ ...here, conversation: null }, conversation), mode, entries };
}

/** Everything but what was said so far is of the new conversation. */
function begin(talk: Talk, conversation: string): Talk {
  if (conversation === talk.conversation) return talk;
  const { entries, pending } = talk;
  return { ...NOTHING, conversation, entries, pending };
}

type Shown = Entry extends infer E ? (E extends Entry ? Omit<E, "conversation"> : never) : never;

function place(talk: Talk, heard: Placed & Shown): Talk {
  if (talk.conversation === null || heard.seq <= talk.last) return talk;
  const entry = { ...heard, conversation: talk.conversation } as Entry;
  const placed = { ...talk, last: heard.seq, entries: [...talk.entries, entry] };
  if (isSaid(entry)) {
    const own = entry.by === "customer" ? entry.client_id : undefined;
    const pending = talk.pending.filter((pending) => pending.clientId !== own);
    return { ...placed, pending, typing: entry.by === "seat" ? false : talk.typing };
  }
  switch (entry.type) {
    case "mode":
      return {
        ...placed,
        mode: entry.mode,
        name: entry.name ?? null,
        // The place in it may be told before the queue itself.
        queue: entry.mode === "waiting" ? talk.queue : null,
        typing: false,
      };
    case "closed":
      return { ...placed, mode: "closed", name: null, queue: null, typing: false };
    case "rated":
      return { ...placed, rated: true };
    case "opened":
    case "left_message":
    case "introduced":
      return placed;
  }
}

function further(talk: Talk, { by, up_to }: { by: "customer" | "seat"; up_to: number }): Talk["read"] {
  return { ...talk.read, [by]: Math.max(talk.read[by], up_to) };
}
