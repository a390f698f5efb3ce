import { type Signal, useSignal } from "@preact/signals";
import { say as tell } from "../../design/toast/toast";
import { content } from "../../wire/content";
import { edit, type FaqEntry } from "../../wire/inbox";
import { Refused } from "../../wire/request";
import { refreshFaq } from "../content/lists";
import { useSession } from "../frame/session";
import { failure } from "../words/failure";

/** An entry that was removed, and its file as it was. */
export interface Removed {
  entry: FaqEntry;
  text: string;
  /** Of the file without it. */
  etag: string;
}

export interface Removal {
  removed: Signal<Removed | null>;
  /** Whether it is gone. */
  remove(entry: FaqEntry): Promise<boolean>;
  /** Brings the file back as it was, with its comments; whether it is back. */
  undo(): Promise<boolean>;
}

/** Removes entries, and brings the last one back. */
export function useRemoval(): Removal {
  const { draft, signedOut } = useSession();
  const removed = useSignal<Removed | null>(null);

  async function attempt(deed: () => Promise<void>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 401) signedOut();
      else tell.wrong(failure(error));
      return false;
    }
  }

  return {
    removed,
    remove: (entry) =>
      attempt(async () => {
        const { text } = await content.file(entry.file);
        const state = await edit([{ do: "remove_faq", faq: entry.id }]);
        const { etag } = await content.file(entry.file);
        removed.value = { entry, text, etag };
        await refreshFaq();
        draft.took(state);
      }),
    undo: () =>
      attempt(async () => {
        const last = removed.value;
        if (last === null) return;
        const saved = await content.save(last.entry.file, last.text, last.etag);
        removed.value = null;
        await refreshFaq();
        draft.took(saved.draft);
      }),
  };
}
