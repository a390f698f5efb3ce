import "./settle-bar.css";
import { BookPlus, Check, Tag, Trash2, X } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Combobox } from "../../design/combobox/combobox";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import type { As, Group, InboxMessage } from "../../wire/inbox";
import { faq, intents, intentTitle, titleOf } from "../content/lists";
import { faqChoices, intentChoices } from "./choices";
import { text } from "./text";

export type Asking = "intent" | "faq" | null;

export interface SettleBarProps {
  group: Group;
  meant: InboxMessage[];
  asking: Asking;
  onAsk(asking: Asking): void;
  onSettle(as: As): void;
}

/** What can become of the messages, each under one key. */
export function SettleBar({ group, meant, asking, onAsk, onSettle }: SettleBarProps) {
  const say = text[language.value];
  const { suggested } = group;
  return (
    <fieldset class="settle-bar">
      <legend class="unseen">{say.actions}</legend>
      {asking === null ? (
        <>
          <p>
            {say.onPicked(meant.length, group.messages.length)}
            {suggested === null && `：${say.noSuggestion}`}
          </p>
          <div>
            {suggested !== null && (
              <button
                type="button"
                class="button primary"
                onClick={() => onSettle({ intent: suggested.intent })}
              >
                <Check size={16} aria-hidden="true" />
                <span class="words">{say.take(intentTitle(suggested.intent))}</span>
                <span class="share">{Math.round(suggested.confidence * 100)}%</span>
                <Keys keys="Enter" />
              </button>
            )}
            <button type="button" class="button" onClick={() => onAsk("intent")}>
              <Tag size={16} aria-hidden="true" />
              {say.intent}
              <Keys keys="i" />
            </button>
            <button type="button" class="button" onClick={() => onAsk("faq")}>
              <BookPlus size={16} aria-hidden="true" />
              {say.faq}
              <Keys keys="f" />
            </button>
            <button type="button" class="button" onClick={() => onSettle({ not_ours: true })}>
              <X size={16} aria-hidden="true" />
              {say.notOurs}
              <Keys keys="n" />
            </button>
            <button type="button" class="button quiet" onClick={() => onSettle({ dismiss: true })}>
              <Trash2 size={16} aria-hidden="true" />
              {say.dismiss}
              <Keys keys="x" />
            </button>
          </div>
        </>
      ) : (
        <Chooser key={asking} group={group} meant={meant} asking={asking} onAsk={onAsk} onSettle={onSettle} />
      )}
    </fieldset>
  );
}

function Chooser({ group, meant, asking, onAsk, onSettle }: SettleBarProps) {
  const say = text[language.value];
  const place = useRef<HTMLDivElement>(null);
  const label = asking === "intent" ? say.chooseIntent : say.chooseFaq;
  const known = (asking === "intent" ? intents.value : faq.value).length > 0;
  useLayoutEffect(() => {
    place.current?.querySelector("input")?.focus();
    // Before the list, which would only close itself.
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      onAsk(null);
    };
    addEventListener("keydown", leave, true);
    return () => removeEventListener("keydown", leave, true);
  }, []);
  return (
    <div ref={place} class="chooser">
      <p>
        {label} · {say.onPicked(meant.length, group.messages.length)}
      </p>
      <Combobox
        label={label}
        choices={
          asking === "intent" ? intentChoices(intents.value, group, titleOf) : faqChoices(faq.value, meant)
        }
        none={known ? say.none : say.loading}
        open
        onPick={(value) => onSettle(asking === "intent" ? { intent: value } : { faq: value })}
      />
      <button type="button" class="button quiet" onClick={() => onAsk(null)}>
        {say.cancel}
        <Keys keys="Escape" />
      </button>
    </div>
  );
}
