import { isSaid, type Pending, type Talk } from "./state";

/** It is on the server's disk. Its place in the conversation is told by itself, before or after. */
export function deliver(talk: Talk, clientId: string): readonly Pending[] {
  const told = talk.entries.some((entry) => isSaid(entry) && entry.client_id === clientId);
  if (told) return drop(talk.pending, clientId);
  return talk.pending.map((pending) => (pending.clientId === clientId ? sent(pending) : pending));
}

export function refuse(all: readonly Pending[], clientId: string, why: string): readonly Pending[] {
  return all.map((pending) =>
    pending.clientId === clientId ? { ...pending, state: "failed", why } : pending,
  );
}

/** Once more, as it was. */
export function again(all: readonly Pending[], clientId: string, at: number): readonly Pending[] {
  return all.map((pending) =>
    pending.clientId === clientId ? { ...sent(pending), state: "sending", at } : pending,
  );
}

export function drop(all: readonly Pending[], clientId: string): readonly Pending[] {
  return all.filter((pending) => pending.clientId !== clientId);
}

export function progress(all: readonly Pending[], clientId: string, to: number): readonly Pending[] {
  return all.map((pending) =>
    pending.clientId === clientId && pending.what.kind === "file"
      ? { ...pending, what: { ...pending.what, progress: to } }
      : pending,
  );
}

/** What to send again to a server that has not acknowledged it. */
export function unsaid(all: readonly Pending[]): readonly Pending[] {
  return all.filter(({ state }) => state === "sending");
}

/** What survives a reload of the page: a file does not. */
export function lasting(all: readonly Pending[]): readonly Pending[] {
  return all.filter(({ state, what }) => state !== "sent" && what.kind !== "file");
}

function sent({ clientId, at, what }: Pending): Pending {
  return { clientId, at, what, state: "sent" };
}
