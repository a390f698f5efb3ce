/** Where on the page: `#/chats/CONVERSATION/SEQ`, or `#/floor`. */
export interface Place {
  readonly at: "chats" | "floor";
  readonly conversation: string | null;
  /** The message to be seen at first. */
  readonly seq: number | null;
}

export function readPlace(hash: string): Place {
  const [, at, conversation, seq] = hash.split("/");
  if (at === "floor") return { at, conversation: null, seq: null };
  const id = conversation !== undefined && /^[\w-]{1,64}$/.test(conversation) ? conversation : null;
  return {
    at: "chats",
    conversation: id,
    seq: id !== null && /^\d{1,9}$/.test(seq ?? "") ? Number(seq) : null,
  };
}

export function writePlace({ at, conversation, seq }: Place): string {
  if (at === "floor") return "#/floor";
  return ["#/chats", conversation, conversation === null ? null : seq]
    .filter((part) => part !== null)
    .join("/");
}
