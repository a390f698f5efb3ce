import "../../design/controls.css";
import "./frame.css";
import { useSignal } from "@preact/signals";
import { Headset, LayoutDashboard, LogOut } from "lucide-preact";
import type { ComponentChildren } from "preact";
import icon from "../../design/icon.svg";
import { LanguageSwitch } from "../../design/language-switch/language-switch";
import { language } from "../../language/chosen";
import { type Person, signOut } from "../../wire/session";
import { text } from "./text";

export interface FrameProps {
  person: Person;
  onSignedOut(): void;
  children: ComponentChildren;
}

/** What all pages of the console have around them: where one is, where one can go, and who one is. */
export function Frame({ person, onSignedOut, children }: FrameProps) {
  const say = text[language.value];
  const failed = useSignal(false);

  async function leave(): Promise<void> {
    try {
      await signOut();
      onSignedOut();
    } catch {
      failed.value = true;
    }
  }

  return (
    <div class="frame">
      <header class="side">
        <div>
          <p class="brand">
            <img src={icon} alt="" width={26} height={26} />
            <strong>{say.name}</strong>
            <span>{person.shop}</span>
          </p>
          <nav aria-label={say.navigation}>
            <a href="/console" aria-current="page">
              <LayoutDashboard size={18} aria-hidden="true" />
              {say.dashboard}
            </a>
            {person.permissions.includes("answer") && (
              <a href="/seat">
                <Headset size={18} aria-hidden="true" />
                {say.desk}
              </a>
            )}
          </nav>
          <div class="who">
            <p>
              <strong>{person.name}</strong>
              <span>{say.role[person.role]}</span>
            </p>
            <LanguageSwitch />
            <button type="button" class="button quiet" aria-label={say.signOut} onClick={leave}>
              <LogOut size={16} aria-hidden="true" />
              <span>{say.signOut}</span>
            </button>
            <p role="alert">{failed.value && say.notSignedOut}</p>
          </div>
        </div>
      </header>
      <main>{children}</main>
    </div>
  );
}
