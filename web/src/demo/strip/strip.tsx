import "./strip.css";
import { BookOpen, ChartColumn, Headset } from "lucide-preact";
import icon from "../../design/icon.svg?no-inline";
import { LanguageSwitch } from "../../design/language-switch/language-switch";
import { language } from "../../language/chosen";
import { DOCS } from "../links";
import { text } from "../text";

/** What this page is about, before the shop begins. */
export function Strip() {
  const say = text[language.value].strip;
  return (
    <aside class="strip">
      <div>
        <p>
          <img src={icon} alt="" width={20} height={20} />
          <span>
            <strong>{language.value === "en" ? "xiaoer" : "小二"}</strong> {say.what}
          </span>
        </p>
        <nav>
          <a href="/seat" target="_blank" rel="noopener">
            <Headset size={15} aria-hidden="true" />
            {say.desk}
          </a>
          <a href="/console" target="_blank" rel="noopener">
            <ChartColumn size={15} aria-hidden="true" />
            {say.dashboard}
          </a>
          <a href={DOCS} target="_blank" rel="noopener noreferrer">
            <BookOpen size={15} aria-hidden="true" />
            {say.docs}
          </a>
          <LanguageSwitch />
        </nav>
      </div>
    </aside>
  );
}
