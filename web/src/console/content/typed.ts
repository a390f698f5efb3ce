import { useSignal } from "@preact/signals";
import { kept } from "../../wire/kept";

interface Stored {
  text: string;
  /** What was saved when the typing began. */
  base: string;
}

export interface Typed {
  text: string;
  /** Whether it is another than what is saved. */
  dirty: boolean;
  /** Somebody saved something else since the typing began. */
  overtaken: boolean;
  type(text: string): void;
  /** As it is right now, which may be later than what is drawn. */
  latest(): string;
  /** What was saved need not be kept any more, unless more was typed since. */
  saved(text: string): void;
  /** Back to what is saved. */
  drop(): void;
}

const PREFIX = "xiaoer.typed.";

/** Words that are typed but not saved: this device keeps them when the page is left, the session ends or the server is gone. */
export function useTyped(name: string, saved: string): Typed {
  const key = PREFIX + name;
  const stored = useSignal<Stored | null>(kept.get<Stored>(key) ?? null);
  const { value } = stored;
  const forget = () => {
    stored.value = null;
    kept.drop(key);
  };
  const dirty = value !== null && value.text !== saved;
  return {
    text: dirty ? value.text : saved,
    dirty,
    overtaken: dirty && value.base !== saved,
    latest() {
      const now = stored.peek();
      return now !== null && now.text !== saved ? now.text : saved;
    },
    saved(text) {
      if (stored.peek()?.text === text) forget();
    },
    type(text) {
      if (text === saved) {
        forget();
        return;
      }
      stored.value = { text, base: dirty ? value.base : saved };
      kept.set(key, stored.value);
    },
    drop: forget,
  };
}
