import { effect } from "@preact/signals";
import { language } from "../../language/chosen";
import type { Desk } from "../desk/desk";

/** The tab says how much waits for the seat: offers, and unread chats of its own. Returns how to stop it. */
export function titleOf(desk: Desk): () => void {
  return effect(() => {
    const unread = desk.chats.all().filter((chat) => chat.unread > 0 && desk.takesPart(chat)).length;
    const wanting = unread + desk.floor.value.offers.length;
    const name = language.value === "en" ? "Desk · xiaoer" : "坐席工作台 · 小二";
    document.title = wanting > 0 ? `(${wanting}) ${name}` : name;
  });
}
