import "./pending-view.css";
import { CircleAlert, LoaderCircle } from "lucide-preact";
import { language } from "../../language/chosen";
import { useDesk } from "../page/context";
import type { Pending } from "../state/pending";
import { sentence } from "../words/error";
import { text } from "./text";

/** One's own words on their way. */
export function PendingView({ conversation, pending }: { conversation: string; pending: Pending }) {
  const desk = useDesk();
  const say = text[language.value];
  const { refused } = pending;
  return (
    <article class={pending.kind === "note" ? "pending for-seats" : "pending"}>
      <p>{pending.text}</p>
      {refused === null ? (
        <footer>
          <LoaderCircle class="spin" size={12} aria-hidden="true" />
          {desk.ready.value ? say.sending : say.waitingToSend}
        </footer>
      ) : (
        <footer class="refused" role="alert">
          <CircleAlert size={13} aria-hidden="true" />
          {sentence(refused)}
          <button type="button" class="quiet-button" onClick={() => desk.again(conversation, pending)}>
            {say.again}
          </button>
          <button type="button" class="quiet-button" onClick={() => desk.forget(conversation, pending)}>
            {say.forget}
          </button>
        </footer>
      )}
    </article>
  );
}
