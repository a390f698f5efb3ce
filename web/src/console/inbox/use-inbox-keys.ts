import type { Signal } from "@preact/signals";
import type { As } from "../../wire/inbox";
import { type Press, useKeys } from "../panes/keys";
import { toggled } from "./group-view";
import type { Asking } from "./settle-bar";
import { chosenGroup, type Happened, keyOf, type State } from "./state";

export interface InboxUi {
  state: Signal<State>;
  tell(happened: Happened): void;
  settle(as: As): void;
  undo(): void;
  asking: Signal<Asking>;
  ask(asking: Asking): void;
  around: Signal<readonly string[]> | null;
}

/** The keyboard of the inbox: one key for each thing that can be done. */
export function useInboxKeys({ state, tell, settle, undo, asking, ask, around }: InboxUi): void {
  const group = () => chosenGroup(state.value);
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('.message-row input[type="checkbox"]')];
  const at = () => boxes().indexOf(document.activeElement as HTMLInputElement);

  /** Between the messages of the group. */
  const move = (by: number) => {
    const all = boxes();
    const next = all[Math.max(0, Math.min((at() === -1 ? (by > 0 ? -1 : 1) : at()) + by, all.length - 1))];
    next?.focus();
    return next !== undefined;
  };
  const step = (by: 1 | -1) => {
    tell({ type: "stepped", by });
    return undefined;
  };

  const keys: Press = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    // A box that has the focus is ticked by the browser.
    " ": ({ target }) => !(target instanceof HTMLInputElement) && !isButton(target) && pickFirst(),
    Enter: ({ target }) => {
      const suggested = group()?.suggested ?? null;
      if (suggested === null || isButton(target)) return false;
      settle({ intent: suggested.intent });
      return true;
    },
    i: () => asked("intent"),
    f: () => asked("faq"),
    n: () => settled({ not_ours: true }),
    x: () => settled({ dismiss: true }),
    u: () => {
      undo();
      return undefined;
    },
    o: () => {
      const message = group()?.messages[Math.max(0, at())];
      if (message === undefined || around === null) return false;
      around.value = toggled(around.value, keyOf(message));
      return true;
    },
  };
  // Letters on their way to the list that was just asked for mean nothing else.
  useKeys(asking.value === null ? keys : {});

  function pickFirst(): boolean {
    const message = group()?.messages[0];
    if (message === undefined) return false;
    tell({ type: "picked", message });
    boxes()[0]?.focus();
    return true;
  }

  function asked(what: Asking): boolean {
    if (group() === undefined) return false;
    ask(what);
    return true;
  }

  function settled(as: As): boolean {
    if (group() === undefined) return false;
    settle(as);
    return true;
  }
}

/** Enter and the space bar press it; in the list of groups they mean the group. */
function isButton(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, summary") !== null &&
    target.closest(".group-list") === null
  );
}
