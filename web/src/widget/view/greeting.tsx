import { useCell } from "../cell";
import { inLanguage } from "../settings";
import { useWidget } from "./context";
import { Face } from "./face";
import { useQuestions } from "./introduction";

/** What the shop says first, and what most ask, as buttons. */
export function Greeting() {
  const { session, settings, texts, formats } = useWidget();
  const talk = useCell(session.talk);
  const questions = useQuestions();
  const begun = talk.mode !== "closed" && talk.entries.length + talk.pending.length > 0;
  if (talk.entries.length > 0 && !begun) return null;
  return (
    <div class="said" data-by="bot" data-first="true">
      <Face by="bot" name={null} />
      <div class="said-body">
        <p class="by">
          <span class="by-name">{texts.bot}</span>
        </p>
        <p class="bubble">{texts.greeting}</p>
        {!settings.open && <p class="bubble">{texts.offline}</p>}
        {!begun && questions === null && settings.quick.length > 0 && (
          <ul class="choices">
            {settings.quick.map(({ title, say }) => (
              <li key={say}>
                <button class="choice" type="button" onClick={() => session.say(say)}>
                  {inLanguage(title, formats.language)}
                </button>
              </li>
            ))}
          </ul>
        )}
        {texts.privacy !== "" && <small>{texts.privacy}</small>}
      </div>
    </div>
  );
}
