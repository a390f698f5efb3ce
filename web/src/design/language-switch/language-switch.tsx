import { Languages } from "lucide-preact";
import { choose, language } from "../../language/chosen";

/** Says the other language in that language, so that whoever cannot read this one finds it. */
export function LanguageSwitch() {
  const other =
    language.value === "en"
      ? ({ tag: "zh-CN", name: "中文" } as const)
      : ({ tag: "en", name: "English" } as const);
  return (
    <button type="button" class="button quiet" lang={other.tag} onClick={() => choose(other.tag)}>
      <Languages size={16} aria-hidden="true" />
      {other.name}
    </button>
  );
}
