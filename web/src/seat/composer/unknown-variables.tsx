import "./unknown-variables.css";
import { TriangleAlert } from "lucide-preact";
import type { RefObject } from "preact";
import { language } from "../../language/chosen";
import { text } from "./text";

interface UnknownVariablesProps {
  missing: string[];
  /** Whether somebody has tried to send it so. */
  warned: boolean;
  box: RefObject<HTMLTextAreaElement>;
}

/** Variables of a canned reply that nobody has a value for, before the customer reads them. */
export function UnknownVariables({ missing, warned, box }: UnknownVariablesProps) {
  const say = text[language.value];
  if (missing.length === 0) return null;
  function select(name: string): void {
    const { current } = box;
    const found =
      current === null ? null : new RegExp(`\\{\\{\\s*${literal(name)}\\s*\\}\\}`).exec(current.value);
    if (current === null || found === null) return;
    current.focus();
    current.setSelectionRange(found.index, found.index + found[0].length);
  }
  return (
    <p class="unknown-variables" role="alert">
      <TriangleAlert size={15} aria-hidden="true" />
      {say.unknown}
      {missing.map((name) => (
        <button key={name} type="button" onClick={() => select(name)}>
          {`{{${name}}}`}
        </button>
      ))}
      {warned && <b>{say.sendAnyway}</b>}
    </p>
  );
}

function literal(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
