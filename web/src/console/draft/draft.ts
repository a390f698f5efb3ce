import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type Content, content, type DraftState, type Step } from "../../wire/content";
import { Refused } from "../../wire/request";
import { type Rollout, rollout } from "../../wire/rollout";

/** Pauses between looks at the server, in milliseconds: while it works on the draft, and else. */
const SOON = 1_000;
const LATER = 15_000;

/** What is live and what is open, as the server last said. One for the whole console. */
export class Draft {
  readonly content = signal<Content | null>(null);
  /** What some conversations hear already; null where the server knows of no such thing. */
  readonly rollout = signal<Rollout | null>(null);
  /** Why it is not known, or not the newest. */
  readonly refused = signal<Refused | null>(null);
  /** Counts whatever others or we have changed in the content, so that what shows it asks anew. */
  readonly changes = signal(0);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private rollsOut = true;

  constructor(private readonly signedOut: () => void) {}

  /** Asks now, and again after a while. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const [now, out] = await Promise.all([content.state(), this.rolledOut()]);
      this.take(now);
      this.rollout.value = out;
      this.refused.value = null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) return this.signedOut();
      this.refused.value = error;
    }
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void this.refresh(), isWorking(this.content.peek()?.draft) ? SOON : LATER);
  }

  /** What a save answered with. */
  took(draft: DraftState | null): void {
    const known = this.content.peek();
    if (known !== null) this.take({ ...known, draft });
    void this.refresh();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Only of servers that know of it, and none where it does not come: the draft is more important. */
  private async rolledOut(): Promise<Rollout | null> {
    if (!this.rollsOut) return null;
    try {
      return await rollout.state();
    } catch (error) {
      this.rollsOut = !(error instanceof Refused && error.status === 404);
      return this.rollout.peek();
    }
  }

  private take(now: Content): void {
    const before = this.content.peek();
    this.content.value = now;
    if (before !== null && mark(before) !== mark(now)) this.changes.value++;
  }
}

/** Kept as long as somebody is signed in and may edit. */
export function useNewDraft(may: boolean, signedOut: () => void): Draft {
  const draft = useMemo(() => new Draft(signedOut), [may]);
  useEffect(() => {
    if (!may) return;
    const look = () => {
      if (document.visibilityState === "visible") void draft.refresh();
    };
    void draft.refresh();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      draft.close();
    };
  }, [draft, may]);
  return draft;
}

/** Whether the server still works on it, so that more is known in a moment. */
export function isWorking(draft: DraftState | null | undefined): boolean {
  return draft != null && !FINAL.includes(draft.step);
}

const FINAL: readonly Step[] = ["ready", "refused", "failed"];

/** The same as long as the content is the same. */
function mark({ live, draft, disk }: Content): string {
  return `${live.number} ${draft?.revision ?? "-"} ${disk.join()}`;
}
