/** What outlives the page: drafts, and words that are still on their way. One entry for each conversation and seat. */

import { kept } from "../../wire/kept";
import type { Pending } from "../state/pending";

interface Draft {
  text: string;
  /** Milliseconds. */
  at: number;
}

type Kind = Pending["kind"];

/** A draft that nobody came back to for so long is thrown away. */
const LIFE = 14 * 24 * 60 * 60_000;

export class Keep {
  constructor(private readonly seat: string) {
    for (const key of kept.keys(this.key("draft", ""))) {
      const draft = kept.get<Draft>(key);
      if (draft === undefined || Date.now() - draft.at > LIFE) kept.drop(key);
    }
  }

  draft(conversation: string, kind: Kind): string {
    return kept.get<Draft>(this.key("draft", `${conversation}.${kind}`))?.text ?? "";
  }

  write(conversation: string, kind: Kind, text: string): void {
    const key = this.key("draft", `${conversation}.${kind}`);
    if (text === "") kept.drop(key);
    else kept.set(key, { text, at: Date.now() } satisfies Draft);
  }

  /** Replaces what was kept for the conversation. */
  unsent(conversation: string, pending: readonly Pending[]): void {
    const key = this.key("unsent", conversation);
    if (pending.length === 0) kept.drop(key);
    else kept.set(key, pending);
  }

  allUnsent(): [conversation: string, pending: Pending[]][] {
    const prefix = this.key("unsent", "");
    return kept.keys(prefix).map((key) => [key.slice(prefix.length), kept.get<Pending[]>(key) ?? []]);
  }

  private key(what: "draft" | "unsent", of: string): string {
    return `xiaoer.desk.${what}.${this.seat}.${of}`;
  }
}
