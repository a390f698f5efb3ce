import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useDesk } from "../page/context";

/** How often a conversation that waits is looked at anew by a seat that is not told of it, in milliseconds. */
const AGAIN = 8_000;

/** Marks as read what stands before the seat, and looks after what nobody tells it. */
export function useFresh(conversation: string): void {
  const desk = useDesk();
  useEffect(() => {
    const chat = desk.chats.of(conversation);
    const read = () => {
      const { unread, entries } = chat.value;
      const seq = entries.at(-1)?.event.seq;
      if (
        !document.hidden &&
        unread > 0 &&
        seq !== undefined &&
        desk.ready.value &&
        desk.takesPart(chat.value)
      )
        desk.markRead(conversation, seq);
    };
    const stop = effect(read);
    document.addEventListener("visibilitychange", read);
    const timer = setInterval(() => {
      const { mode, live, withheld } = chat.peek();
      if (mode === "waiting" && !live && !withheld && !document.hidden) desk.open(conversation);
    }, AGAIN);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", read);
      clearInterval(timer);
    };
  }, [desk, conversation]);
}
