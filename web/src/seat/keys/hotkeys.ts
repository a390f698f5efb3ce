import { useEffect } from "preact/hooks";
import { allowed, take } from "../actions/actions";
import type { Ui } from "../page/ui";
import { bindings, type Command, matches } from "./table";

/** Listens to the keyboard as long as the desk is there. */
export function useHotkeys(ui: Ui): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const writes = isWriting(event.target);
      const binding = bindings.find(
        ({ keys, also = [], anywhere = false }) =>
          (anywhere || !writes) && [keys, ...also].some((one) => matches(one, event)),
      );
      // A dialog, a menu or a list has keys of its own.
      if (!binding?.anywhere && isBusy(event.target)) return;
      if (binding !== undefined) {
        if (run(binding.command, ui)) event.preventDefault();
      } else if (!writes) {
        act(event, ui);
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [ui]);
}

/** Whether it did something. */
export function run(command: Command, ui: Ui): boolean {
  const { desk } = ui;
  const offered = desk.floor.value.offers[0]?.conversation;
  const open = (panel: NonNullable<typeof ui.panel.value>) => {
    ui.panel.value = panel;
    return true;
  };
  switch (command) {
    case "next":
      ui.step(1);
      return true;
    case "previous":
      ui.step(-1);
      return true;
    case "reply":
      ui.focusBox();
      return true;
    case "queue":
    case "mine":
    case "all":
      ui.goTo("chats");
      ui.tab.value = command;
      return true;
    case "search":
    case "keys":
    case "palette":
    case "settings":
      return open(command);
    case "customer":
      return innerWidth < 1100 && ui.place.value.conversation !== null && open("customer");
    case "floor":
      if (!desk.may("watch")) return false;
      ui.goTo(ui.place.value.at === "floor" ? "chats" : "floor");
      return true;
    case "presence":
      return desk.present(desk.floor.value.state === "online" ? "away" : "online");
    case "accept":
      if (offered === undefined) return false;
      void take(offered, ui);
      return true;
    case "decline":
      if (offered === undefined) return false;
      desk.decline(offered);
      return true;
    case "back":
      if (ui.place.value.conversation === null) return false;
      ui.back();
      return true;
  }
}

/** What the conversation before the seat offers under this key. */
function act(event: KeyboardEvent, ui: Ui): void {
  const { conversation } = ui.place.value;
  if (conversation === null) return;
  const chat = ui.desk.chats.of(conversation).peek();
  const action = allowed(chat, ui.desk).find(({ key }) => matches(key, event));
  if (action === undefined) return;
  event.preventDefault();
  action.run(chat, ui);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null
  );
}
