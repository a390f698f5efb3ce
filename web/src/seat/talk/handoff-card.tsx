import "./handoff-card.css";
import { ClipboardList } from "lucide-preact";
import { Badge } from "../../design/badge/badge";
import { language } from "../../language/chosen";
import type { Handoff } from "../../wire/seat";
import { summaryLines } from "../state/summary";
import { reasonWords } from "../words/reason";
import { skillWords } from "../words/term";
import { text } from "./text";

/** What a person needs to know before they say the first word. */
export function HandoffCard({ handoff }: { handoff: Handoff }) {
  const say = text[language.value];
  return (
    <section class="handoff" aria-label={say.handoff}>
      <header>
        <ClipboardList size={16} aria-hidden="true" />
        <b>{say.handoff}</b>
        <Badge tone="warning">{reasonWords(handoff.reason)}</Badge>
        <Badge tone="accent">{skillWords(handoff.skill)}</Badge>
      </header>
      <dl>
        {summaryLines(handoff.summary).map(({ title, words }) => (
          <div key={title ?? words}>
            {title !== null && <dt>{title}</dt>}
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
