import "./questions.css";
import { useSignal } from "@preact/signals";
import { MessageCircleMore, UserRound } from "lucide-preact";
import { language } from "../../language/chosen";
import { nameOf } from "../names";
import { questionsOf } from "../questions";
import { customer } from "../store";
import { text } from "../text";
import { send } from "../widget";

/** What the customer might ask: one press says it in the chat. */
export function Questions() {
  const said = useSignal(false);
  const say = text[language.value].ask;
  const who = customer.value;
  if (who === undefined) return null;
  function ask(words: string): void {
    send(words);
    said.value = true;
  }
  return (
    <section class="questions" aria-labelledby="questions-title">
      <h2 class="step" id="questions-title">
        <b>2</b>
        {say.title}
      </h2>
      <p class="hint">{say.hint(nameOf(who.id, who.name, language.value))}</p>
      <ul>
        {questionsOf(who.id).map((question) => (
          <li key={question.say}>
            <button type="button" onClick={() => ask(question.say)}>
              {question.say === "转人工" ? (
                <UserRound size={16} aria-hidden="true" />
              ) : (
                <MessageCircleMore size={16} aria-hidden="true" />
              )}
              <span>
                {language.value === "en" && <em>{question.en}</em>}
                <span lang="zh-CN">{question.say}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="unseen" role="status">
        {said.value && say.sent}
      </p>
    </section>
  );
}
