import { Pencil } from "lucide-preact";
import { language } from "../../language/chosen";
import type { IntentView } from "../../wire/inbox";
import { href } from "../frame/place";
import { text } from "./text";

const PARTS = ["whole", "any", "all", "not", "entity"] as const;

/** What settles the intent at once, and what its flow has to know. */
export function Rules({ intent: { name, rules, slots } }: { intent: IntentView }) {
  const say = text[language.value];
  return (
    <div class="intent-rules">
      <p class="standing">
        <a href={href("intents", name, "file")}>{say.editInFile}</a>
      </p>
      <section>
        <h2>{say.rules}</h2>
        {rules.length === 0 && <p class="standing">{say.noRules}</p>}
        <ol>
          {rules.map((rule, place) => (
            <li key={place}>
              {PARTS.map((part) => {
                const words = rule[part] ?? [];
                if (words.length === 0) return null;
                return (
                  <p key={part} class={`rule-part ${part}`}>
                    <span>{say.rule[part]}</span>
                    {words.map((word) => (
                      <code key={word}>{word}</code>
                    ))}
                  </p>
                );
              })}
              <InFile label={say.editRule(place + 1)} place={href("intents", name, "file", "rules", place)} />
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h2>{say.slots}</h2>
        {slots.length === 0 && <p class="standing">{say.noSlots}</p>}
        <ul>
          {slots.map(({ name: slot, entity, required, ask }) => (
            <li key={slot}>
              <p class="rule-part">
                <b>{slot}</b>
                <span>{required === true ? say.slot.required : say.slot.optional}</span>
                {entity !== undefined && (
                  <>
                    <span>{say.slot.entity}</span>
                    <code>{entity}</code>
                  </>
                )}
              </p>
              {ask != null && (
                <p class="standing">
                  {say.slot.ask}：{ask}
                </p>
              )}
              <InFile label={say.editSlot(slot)} place={href("intents", name, "file", "slots", slot)} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** To where it stands in the file. */
function InFile({ label, place }: { label: string; place: string }) {
  return (
    <a class="button quiet in-file" href={place} aria-label={label} title={label}>
      <Pencil size={15} aria-hidden="true" />
    </a>
  );
}
