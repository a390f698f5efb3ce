import type { Diagnostic } from "@codemirror/lint";
import type { Language } from "../../language";
import type { Finding } from "../../wire/content";
import { adviceOn } from "../findings/advice";

/** What an editor says at a finding's place: what to do, and below it the server's own sentence, which has the names. */
export function findingNote(
  { code, message }: Finding,
  language: Language,
): Pick<Diagnostic, "message" | "renderMessage"> {
  const advice = adviceOn(code, language);
  if (advice === null) return { message };
  const words = advice.join(" ");
  return {
    message: `${words} ${message}`,
    renderMessage() {
      const note = document.createElement("span");
      const own = document.createElement("small");
      own.lang = "en";
      own.textContent = message;
      note.append(words, document.createElement("br"), own);
      return note;
    },
  };
}
