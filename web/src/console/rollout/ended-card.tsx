import { language } from "../../language/chosen";
import type { Canary } from "../../wire/rollout";
import { ago } from "../content/when";
import { Tallies } from "./tallies";
import { text } from "./text";

/** How the last canary did, and why it ended. */
export function EndedCard({ canary }: { canary: Canary }) {
  const say = text[language.value];
  const { ended, until, version } = canary;
  const bad = ended === "wrong_answers" || ended === "failed";
  return (
    <details class="rollout-card" open={bad}>
      <summary>
        {say.last(version)}
        {ended !== null && <span class={bad ? "badge danger" : "badge plain"}>{say.ended[ended]}</span>}
        {until !== null && <small>{ago(until, language.value)}</small>}
      </summary>
      <Tallies canary={canary} />
    </details>
  );
}
