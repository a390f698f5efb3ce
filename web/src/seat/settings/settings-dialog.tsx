import "./settings-dialog.css";
import { Volume2 } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Dialog } from "../../design/dialog/dialog";
import { choose, language } from "../../language/chosen";
import { ring } from "../news/sound";
import { type Kind, type Settings, set, settings } from "./settings";
import { text } from "./text";

const KINDS: Kind[] = ["offer", "message", "reminder", "queue"];

/** How the desk is on this device. */
export function SettingsDialog({ onClose }: { onClose(): void }) {
  const say = text[language.value];
  const { send, sounds, theme } = settings.value;
  return (
    <Dialog title={say.title} about={say.about} onClose={onClose}>
      <div class="settings">
        <Choose
          title={say.send}
          name="send"
          value={send}
          choices={[
            ["enter", say.enter],
            ["ctrl-enter", say.ctrlEnter],
          ]}
          onChoose={(value) => set({ send: value as Settings["send"] })}
        />
        <fieldset>
          <legend>{say.sounds}</legend>
          {KINDS.map((kind) => (
            <div key={kind} class="setting-row">
              <label>
                <input
                  type="checkbox"
                  checked={sounds[kind]}
                  onChange={({ currentTarget }) =>
                    set({ sounds: { ...settings.peek().sounds, [kind]: currentTarget.checked } })
                  }
                />
                {say.kinds[kind]}
              </label>
              <button
                type="button"
                class="icon-button"
                aria-label={say.tryOut(say.kinds[kind])}
                onClick={() => ring(kind)}
              >
                <Volume2 size={16} aria-hidden="true" />
              </button>
            </div>
          ))}
        </fieldset>
        <Notifications />
        <Choose
          title={say.theme}
          name="theme"
          value={theme}
          choices={[
            ["system", say.system],
            ["light", say.light],
            ["dark", say.dark],
          ]}
          onChoose={(value) => set({ theme: value as Settings["theme"] })}
        />
        <Choose
          title={say.language}
          name="language"
          value={language.value}
          choices={[
            ["zh-CN", "中文"],
            ["en", "English"],
          ]}
          onChoose={(value) => choose(value === "en" ? "en" : "zh-CN")}
        />
      </div>
    </Dialog>
  );
}

/** Browsers let a page ask only when somebody has clicked. */
function Notifications() {
  const say = text[language.value];
  const can = "Notification" in globalThis;
  const refused = can && Notification.permission === "denied";
  async function change(wanted: boolean): Promise<void> {
    const allowed = !wanted || (can && (await Notification.requestPermission()) === "granted");
    set({ notifications: wanted && allowed });
  }
  return (
    <fieldset>
      <legend>{say.notifications}</legend>
      <label>
        <input
          type="checkbox"
          checked={settings.value.notifications && !refused}
          disabled={!can || refused}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
        {say.notify}
      </label>
      <small>{refused ? say.refused : say.notifyAbout}</small>
    </fieldset>
  );
}

interface ChooseProps {
  title: string;
  name: string;
  value: string;
  choices: [value: string, label: ComponentChildren][];
  onChoose(value: string): void;
}

function Choose({ title, name, value: chosen, choices, onChoose }: ChooseProps) {
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="setting-choices">
        {choices.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
