import { language } from "../../language/chosen";
import { text } from "./text";

/** What counts as deflected, where the figure stands. */
export function Rule() {
  const { rule } = text[language.value];
  return (
    <section class="card rule">
      <h2>{rule.title}</h2>
      <ul>
        {rule.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
