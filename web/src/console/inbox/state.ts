import type { As, Group, Inbox, InboxMessage, Place, Why } from "../../wire/inbox";

export type Failure = "offline" | "forbidden" | "absent" | "server";

/** What was settled, and where it stood. */
export interface Done {
  messages: InboxMessage[];
  as: As;
  group: Group;
  /** Of the group in the list. */
  index: number;
}

export interface State {
  inbox: Inbox | null;
  why: Why | null;
  failure: Failure | null;
  /** The id of the group that is looked at. */
  chosen: string | null;
  /** Keys of single messages that are meant alone. */
  picked: readonly string[];
  /** What can be taken back, the last at the end. */
  done: readonly Done[];
}

export type Happened =
  | { type: "filtered"; why: Why | null }
  | { type: "loaded"; inbox: Inbox }
  | { type: "failed"; failure: Failure }
  | { type: "chosen"; id: string }
  | { type: "stepped"; by: 1 | -1 }
  | { type: "picked"; message: Place }
  | { type: "settled"; done: Done }
  /** Either was taken back by whoever did it, or was refused. */
  | { type: "undone"; done: Done };

export const nothing: State = { inbox: null, why: null, failure: null, chosen: null, picked: [], done: [] };

export function keyOf({ conversation, seq }: Place): string {
  return `${conversation}#${seq}`;
}

export function chosenGroup({ inbox, chosen }: State): Group | undefined {
  return inbox?.groups.find(({ id }) => id === chosen);
}

/** What an action is about: the picked messages, else the whole group. */
export function meant(state: State): InboxMessage[] {
  const messages = chosenGroup(state)?.messages ?? [];
  const picked = messages.filter((message) => state.picked.includes(keyOf(message)));
  return picked.length > 0 ? picked : messages;
}

/** The settling of what is meant now. */
export function settling(state: State, as: As): Done | null {
  const group = chosenGroup(state);
  if (group === undefined || state.inbox === null) return null;
  return { messages: meant(state), as, group, index: state.inbox.groups.indexOf(group) };
}

export function fold(state: State, happened: Happened): State {
  switch (happened.type) {
    case "filtered":
      return { ...state, why: happened.why, inbox: null, chosen: null, picked: [] };
    case "loaded":
      return look({ ...state, inbox: withNews(happened.inbox), failure: null }, state);
    case "failed":
      return { ...state, failure: happened.failure };
    case "chosen":
      return happened.id === state.chosen ? state : { ...state, chosen: happened.id, picked: [] };
    case "stepped":
      return step(state, happened.by);
    case "picked": {
      const key = keyOf(happened.message);
      const without = state.picked.filter((picked) => picked !== key);
      return { ...state, picked: without.length < state.picked.length ? without : [...state.picked, key] };
    }
    case "settled":
      return settled(state, happened.done);
    case "undone":
      return undone(state, happened.done);
  }
}

/** From here on the bot was sure. */
const SURE = 0.7;

/** A suggestion that the bot was sure of already has taught nothing: what it did about it was not wanted. */
function withNews(inbox: Inbox): Inbox {
  const isNews = ({ suggested, messages }: Group) =>
    messages.some(({ intent, confidence }) => intent !== suggested?.intent || (confidence ?? 0) < SURE);
  const groups = inbox.groups.map((group) => (isNews(group) ? group : { ...group, suggested: null }));
  return { ...inbox, groups };
}

/** Keeps the eye where it was: on the same group, else on one with the same message, else in the same place. */
function look(state: State, before: State): State {
  const groups = state.inbox?.groups ?? [];
  const group = chosenGroup(before);
  const key = group?.messages[0] && keyOf(group.messages[0]);
  const index = group === undefined ? 0 : (before.inbox?.groups.indexOf(group) ?? 0);
  const next =
    chosenGroup(state) ??
    groups.find(({ messages }) => messages.some((message) => keyOf(message) === key)) ??
    groups[Math.min(index, groups.length - 1)];
  const there = new Set(next?.messages.map(keyOf));
  return { ...state, chosen: next?.id ?? null, picked: state.picked.filter((picked) => there.has(picked)) };
}

function step(state: State, by: number): State {
  const groups = state.inbox?.groups ?? [];
  const index = groups.findIndex(({ id }) => id === state.chosen);
  const next = groups[Math.max(0, Math.min(index + by, groups.length - 1))];
  return next === undefined || next.id === state.chosen ? state : { ...state, chosen: next.id, picked: [] };
}

function settled(state: State, done: Done): State {
  const { inbox } = state;
  if (inbox === null) return state;
  const gone = new Set(done.messages.map(keyOf));
  const groups = inbox.groups
    .map((group) => (group.id === done.group.id ? without(group, gone) : group))
    .filter(({ messages }) => messages.length > 0);
  const after = {
    ...state,
    inbox: {
      ...inbox,
      groups,
      open: Math.max(0, inbox.open - gone.size),
      settled_7d: inbox.settled_7d + gone.size,
    },
    picked: [],
    done: [...state.done, done],
  };
  return look(after, state);
}

function undone(state: State, done: Done): State {
  const { inbox } = state;
  const rest = state.done.filter((one) => one !== done);
  if (inbox === null) return { ...state, done: rest };
  const back = new Set(done.messages.map(keyOf));
  const there = inbox.groups.find(({ id }) => id === done.group.id);
  const kept = new Set([...(there?.messages ?? []).map(keyOf), ...back]);
  const messages = done.group.messages.filter((message) => kept.has(keyOf(message)));
  const whole: Group = { ...done.group, messages, size: (there?.size ?? 0) + back.size };
  const groups =
    there === undefined
      ? inbox.groups.toSpliced(done.index, 0, whole)
      : inbox.groups.map((group) => (group === there ? whole : group));
  return {
    ...state,
    inbox: {
      ...inbox,
      groups,
      open: inbox.open + back.size,
      settled_7d: Math.max(0, inbox.settled_7d - back.size),
    },
    chosen: done.group.id,
    picked: [],
    done: rest,
  };
}

function without(group: Group, gone: ReadonlySet<string>): Group {
  const messages = group.messages.filter((message) => !gone.has(keyOf(message)));
  return { ...group, messages, size: group.size - (group.messages.length - messages.length) };
}
