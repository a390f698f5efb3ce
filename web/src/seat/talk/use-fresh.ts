import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useDesk } from "../page/context";

/** How often one that waits, or may yet be rated, is looked at anew by a seat that is not told of it, in milliseconds. */
const AGAIN = 8_000;
/** Before what has come is marked as read, in milliseconds. */
const PAUSE = 200;

/** Marks as read what stands before the seat, and looks after what nobody tells it. */
export function useFresh(conversation: string): void {
  const desk = useDesk();
  useEffect(() => {
    const chat = desk.chats.of(conversation);
    const read = () => {
      const { unread, entries } = chat.peek();
      const seq = entries.at(-1)?.event.seq;
      const seen = !document.hidden && unread > 0 && desk.takesPart(chat.peek());
      if (seen && seq !== undefined) desk.markRead(conversation, seq);
    };
    let pause: ReturnType<typeof setTimeout>;
    const stop = effect(() => {
      // What comes in one go is marked in one go.
      clearTimeout(pause);
      if (desk.ready.value && chat.value.unread > 0) pause = setTimeout(read, PAUSE);
    });
    document.addEventListener("visibilitychange", read);
    const timer = setInterval(() => {
      const { mode, live, withheld } = chat.peek();
      if ((mode === "waiting" || mode === "closed") && !live && !withheld && !document.hidden)
        desk.open(conversation);
    }, AGAIN);
    return () => {
      stop();
      clearTimeout(pause);
      document.removeEventListener("visibilitychange", read);
      clearInterval(timer);
    };
  }, [desk, conversation]);
}
