/** What a page can listen for, and what it is told. */
export interface Told {
  ready: undefined;
  open: undefined;
  close: undefined;
  message: { by: "customer" | "bot" | "seat"; name: string | null; text: string; at: string };
  mode: { mode: "bot" | "waiting" | "human" | "closed"; name: string | null };
  unread: { count: number };
  rated: { score: number };
}

type Listener = (told: unknown) => void;

/** The page's listeners. One that throws harms neither the widget nor the others. */
export class Events {
  private readonly listeners = new Map<string, Set<Listener>>();

  on(event: string, listener: Listener): () => void {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all.add(listener));
    return () => all.delete(listener);
  }

  tell<E extends keyof Told>(event: E, ...[told]: Told[E] extends undefined ? [] : [Told[E]]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      try {
        listener(told);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
