import "./bubble.css";
import { useSignal } from "@preact/signals";
import { CircleCheck, CircleX } from "lucide-preact";
import { language } from "../../language/chosen";
import { Trace } from "../../trace/trace";
import { explain } from "../../wire/explain";
import { intentTitle } from "../desk/lists";
import { useDesk } from "../page/context";
import type { Shown } from "../state/chat";
import { time } from "../words/time";
import { CardView } from "./card-view";
import { Correction } from "./correction";
import type { EntryProps } from "./entry";
import { FileView } from "./file-view";
import { text } from "./text";
import { Understanding } from "./understanding";
import { text as understandingText } from "./understanding-text";

type Said = Extract<Shown, { type: "message" | "attachment" }>;

/** Words or a file of one side, and what stands behind them. */
export function Bubble({ entry, event, conversation, follows, read }: EntryProps & { event: Said }) {
  const desk = useDesk();
  const say = text[language.value];
  const sayWhy = understandingText[language.value];
  const unfolded = useSignal(false);
  const correcting = useSignal(false);
  const { understood, wrong } = entry;
  const mine = event.by === "seat" && event.seat === desk.person.seat;
  const canBeWrong = event.by === "bot" || (event.by === "customer" && understood !== undefined);
  const correct = () => {
    correcting.value = !correcting.value;
  };
  return (
    <article class={`bubble-place from-${event.by}${follows ? " follows" : ""}`}>
      {!follows && (
        <header>
          <b>{who(event, mine, say)}</b>
          <time dateTime={event.at}>{time(event.at)}</time>
        </header>
      )}
      <div class="bubble">
        {event.type === "attachment" ? <FileView file={event} /> : <p>{event.title ?? event.text}</p>}
        {event.type === "message" && event.card !== undefined && <CardView card={event.card} />}
        {event.type === "message" && event.choices !== undefined && (
          <ul class="bubble-choices" aria-label={say.choices}>
            {event.choices.map(({ title }) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        )}
      </div>
      {(understood !== undefined || canBeWrong || read !== null) && (
        <footer>
          {understood !== undefined && (
            <Understanding by={event.by} understood={understood} unfolded={unfolded} />
          )}
          {wrong !== undefined ? (
            <span class="corrected">
              <CircleCheck size={13} aria-hidden="true" />
              {sayWhy.corrected(wrong.intent, wrong.name)}
            </span>
          ) : (
            canBeWrong && (
              <button
                type="button"
                class="quiet-button reveal"
                aria-expanded={correcting.value}
                onClick={correct}
              >
                <CircleX size={13} aria-hidden="true" />
                {event.by === "bot" ? sayWhy.wrongAnswer : sayWhy.wrongUnderstood}
              </button>
            )
          )}
          {read !== null && <span class="read-mark">{read ? say.read : say.unread}</span>}
        </footer>
      )}
      {correcting.value && wrong === undefined && (
        <Correction
          conversation={conversation}
          seq={event.seq}
          understood={understood}
          onDone={() => {
            correcting.value = false;
          }}
        />
      )}
      {unfolded.value && understood !== undefined && (
        <div class="bubble-trace">
          <Trace why={explain(understood)} raw={understood} titleOf={intentTitle} />
        </div>
      )}
    </article>
  );
}

function who(event: Said, mine: boolean, say: (typeof text)["en"]): string {
  if (mine) return say.you;
  if (event.by === "bot") return say.bot;
  if (event.by === "seat") return (event.type === "message" ? event.name : undefined) ?? event.seat ?? "";
  return "";
}
