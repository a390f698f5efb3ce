/** `/content/rollout`, `/content/canary`, `/content/shadow`: a draft that some conversations hear first, as docs/api.md says it. */

import type { Outcome, Version } from "./content";
import { LONG_PATIENCE, request } from "./request";

export interface Tally {
  conversations: number;
  turns: number;
  answered: number;
  not_understood: number;
  handed_over: number;
  /** Turns that a seat corrected, or a customer rated badly. */
  wrong: number;
  /** Conversations with such a turn. */
  wrong_conversations: number;
}

/** From and until: the share of conversations with something wrong lies in between, as far as so many can say. */
export type Bound = readonly [number, number];

/** A version that answers a share of the conversations. */
export interface Canary {
  version: number;
  share: number;
  since: string;
  until: string | null;
  ended: "stopped" | "published" | "wrong_answers" | "failed" | null;
  live: Tally;
  canary: Tally;
  bound: { wrong_live: Bound; wrong_canary: Bound };
}

export interface Difference {
  text: string;
  before: Outcome;
  after: Outcome;
  count: number;
}

/** A draft that hears every message too, and says nothing. */
export interface Shadow {
  since: string;
  compared: number;
  dropped: number;
  differ: number;
  /** The newest first. */
  differences: Difference[];
}

export interface Rollout {
  canary: Canary | null;
  shadow: Shadow | null;
  /** The one that ended last. */
  last: Canary | null;
}

/** Every call throws {@link Refused} when the server says no, or does not answer. */
export const rollout = {
  state: () => request<Rollout>("GET", "/content/rollout"),
  startCanary: (revision: number, share: number, note: string) =>
    request<Canary>("POST", "/content/canary", { revision, share, note }, LONG_PATIENCE),
  stopCanary: () => request<unknown>("DELETE", "/content/canary"),
  publishCanary: () => request<Version>("POST", "/content/canary/publish", {}, LONG_PATIENCE),
  startShadow: (revision: number) => request<Shadow>("POST", "/content/shadow", { revision }, LONG_PATIENCE),
  stopShadow: () => request<unknown>("DELETE", "/content/shadow"),
};
