import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Chat, unknown } from "../state/chat";

/** The conversations that the page knows, a signal each, so that news of one redraws only that one. */
export class Chats {
  private readonly known = new Map<string, Signal<Chat>>();
  private readonly ids = signal<readonly string[]>([]);

  of(conversation: string): ReadonlySignal<Chat> {
    return this.at(conversation);
  }

  /** Whoever reads it is told when any of them changes. */
  all(): Chat[] {
    return this.ids.value.map((id) => this.at(id).value);
  }

  /** As they are now, for who need not be told. */
  peek(): Chat[] {
    return this.ids.peek().map((id) => this.at(id).peek());
  }

  change(conversation: string, step: (chat: Chat) => Chat): void {
    const chat = this.at(conversation);
    batch(() => {
      chat.value = step(chat.peek());
    });
  }

  private at(conversation: string): Signal<Chat> {
    const known = this.known.get(conversation);
    if (known !== undefined) return known;
    const chat = signal(unknown(conversation));
    this.known.set(conversation, chat);
    // Whoever draws may ask for one that is new.
    queueMicrotask(() => {
      this.ids.value = [...this.known.keys()];
    });
    return chat;
  }
}
