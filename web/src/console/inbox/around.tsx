import "./around.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { language } from "../../language/chosen";
import type { Place } from "../../wire/inbox";
import { Refused } from "../../wire/request";
import type { Message } from "../../wire/shared";
import { text } from "./text";
import { around } from "./transcript";

type Heard = "asked" | "gone" | "failed" | Message[];

/** The words before and after a message, fetched when it is drawn. */
export function Around({ conversation, seq }: Place) {
  const say = text[language.value];
  const heard = useSignal<Heard>("asked");

  useEffect(() => {
    let wanted = true;
    around({ conversation, seq }).then(
      (said) => {
        if (wanted) heard.value = said;
      },
      (error) => {
        if (wanted) heard.value = isGone(error) ? "gone" : "failed";
      },
    );
    return () => {
      wanted = false;
    };
  }, [conversation, seq, heard]);

  const known = heard.value;
  if (known === "asked") return <p class="around-note">{say.loading}</p>;
  if (known === "gone" || (Array.isArray(known) && known.length === 0))
    return <p class="around-note">{say.aroundGone}</p>;
  if (known === "failed") return <p class="around-note">{say.aroundFailed}</p>;
  return (
    <ol class="around">
      {known.map((message) => (
        <li key={message.seq} class={message.seq === seq ? `${message.by} this` : message.by}>
          <span>{message.name ?? say.sides[message.by]}</span>
          <p>{message.title ?? message.text}</p>
        </li>
      ))}
    </ol>
  );
}

function isGone(error: unknown): boolean {
  return error instanceof Refused && error.code === "unknown_conversation";
}
