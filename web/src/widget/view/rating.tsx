import { useState } from "preact/hooks";
import { useCell } from "../cell";
import { isServed, type Talk } from "../talk/state";
import { useWidget } from "./context";
import { Icon } from "./icon";

/** Asks once a conversation is over, or a person has given it back. */
export function RatingPrompt() {
  const { session, texts } = useWidget();
  const talk = useCell(session.talk);
  const [declined, setDeclined] = useState<string | null>(null);
  if (!isOver(talk) || talk.rated || !isServed(talk) || declined === talk.conversation) return null;
  return (
    <section class="ask" aria-label={texts.rateAsk}>
      <b>{texts.rateAsk}</b>
      <Rating onDone={() => setDeclined(talk.conversation)} />
    </section>
  );
}

function isOver({ mode, entries, conversation }: Talk): boolean {
  if (mode === "closed") return true;
  const last = entries.findLast((entry) => entry.type === "mode");
  const before = entries.some((entry) => entry.type === "mode" && entry.mode === "human");
  return before && last?.conversation === conversation && last?.type === "mode" && last.mode === "bot";
}

/** One to five stars, then words for whoever has some. */
export function Rating({ onDone }: { onDone: () => void }) {
  const { session, settings, texts } = useWidget();
  const [score, setScore] = useState(0);
  const [text, setText] = useState("");
  const submit = () => {
    const words = text.trim();
    if (session.ask({ type: "rate", score, ...(words === "" ? {} : { text: words }) })) onDone();
  };
  return (
    <div class="rating">
      <fieldset>
        <legend class="unseen">{texts.rate}</legend>
        {texts.scores.map((name, at) => (
          <label key={name} data-on={at < score}>
            <input
              class="unseen"
              type="radio"
              name="score"
              checked={score === at + 1}
              aria-label={`${texts.stars(at + 1)}，${name}`}
              onChange={() => setScore(at + 1)}
            />
            <Icon name="star" size={28} />
          </label>
        ))}
      </fieldset>
      <p class="muted" aria-live="polite">
        {texts.scores[score - 1] ?? ""}
      </p>
      {score > 0 && (
        <textarea
          rows={2}
          maxLength={settings.message_characters}
          aria-label={texts.rateWords}
          placeholder={texts.rateWords}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div class="row">
        {score > 0 && (
          <button class="primary" type="button" onClick={submit}>
            {texts.submit}
          </button>
        )}
        <button class="secondary" type="button" onClick={onDone}>
          {texts.skip}
        </button>
      </div>
    </div>
  );
}
