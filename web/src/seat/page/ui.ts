import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { say } from "../../design/toast/toast";
import type { Desk } from "../desk/desk";
import { all, mine, neighbour, type Tab } from "../state/rows";
import { codeOf, sentence } from "../words/error";
import { type Place, readPlace, writePlace } from "./place";

/** What comes up over the page. */
export type Panel =
  | "transfer"
  | "invite"
  | "labels"
  | "close"
  | "hand-back"
  | "take-over"
  | "keys"
  | "palette"
  | "search"
  | "settings"
  | "canned"
  | "customer";

/** Where the seat is on the page. The address says it too, so that a reload comes back to it. */
export class Ui {
  readonly place: Signal<Place>;
  readonly tab = signal<Tab>("queue");
  readonly panel = signal<Panel | null>(null);
  readonly rows: ReadonlySignal<readonly string[]>;
  readonly mine: ReadonlySignal<readonly string[]>;
  readonly all: ReadonlySignal<readonly string[]>;
  /** Where the next words go: to the customer, or into a note. */
  readonly noting = signal(false);
  /** The box is to have the focus as soon as it is there. */
  readonly wantsBox = signal(false);
  private readonly stops: (() => void)[];

  constructor(readonly desk: Desk) {
    this.place = signal(readPlace(location.hash));
    this.mine = same(() => mine(desk.chats.all(), desk.person.seat));
    this.all = same(() => all(desk.floor.value.queue, this.mine.value, desk.chats.all()));
    this.rows = same(() => this.shownRows());
    const read = () => {
      this.place.value = readPlace(location.hash);
    };
    addEventListener("hashchange", read);
    this.stops = [
      () => removeEventListener("hashchange", read),
      effect(() => {
        const { at, conversation } = this.place.value;
        desk.shown.value = at === "chats" ? conversation : null;
      }),
      effect(() => {
        const hash = writePlace(this.place.value);
        if (location.hash !== hash) history.replaceState(null, "", hash);
      }),
    ];
  }

  end(): void {
    for (const stop of this.stops) stop();
  }

  /** Brings a conversation before the seat; `seq` is what it is about. */
  choose(conversation: string, seq: number | null = null): void {
    this.place.value = { at: "chats", conversation, seq };
    this.noting.value = false;
    this.wantsBox.value = false;
  }

  /** Back to the list, where there is room for one thing only. */
  back(): void {
    this.place.value = { at: "chats", conversation: null, seq: null };
  }

  goTo(at: Place["at"]): void {
    this.place.value = { ...this.place.value, at };
  }

  step(by: 1 | -1): void {
    const next = neighbour(this.rows.value, this.place.value.conversation, by);
    if (next !== null) this.choose(next);
  }

  /** Into the box. */
  focusBox(noting = false): void {
    this.noting.value = noting;
    this.wantsBox.value = true;
  }

  /** What was refused, in a sentence. */
  sayWhy(error: unknown): void {
    say.wrong(sentence(codeOf(error)));
  }

  private shownRows(): readonly string[] {
    switch (this.tab.value) {
      case "queue":
        return this.desk.floor.value.queue.map(({ conversation }) => conversation);
      case "mine":
        return this.mine.value;
      case "all":
        return this.all.value;
    }
  }
}

/** The list before as long as nothing in it moved, so that it is not drawn again. */
function same(list: () => readonly string[]): ReadonlySignal<readonly string[]> {
  let before: readonly string[] = [];
  return computed(() => {
    const next = list();
    if (next.length !== before.length || next.some((id, place) => id !== before[place])) before = next;
    return before;
  });
}
