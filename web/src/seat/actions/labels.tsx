import "./labels.css";
import { X } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Combobox } from "../../design/combobox/combobox";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { labels } from "../desk/lists";
import { useUi } from "../page/context";
import type { Chat } from "../state/chat";
import { text } from "./text";

/** What colleagues find the conversation by. */
export function Labels({ chat, onClose }: { chat: Chat; onClose(): void }) {
  const ui = useUi();
  const say = text[language.value];
  useEffect(() => {
    void labels.refresh();
  }, []);
  const known = labels.all.value.filter((label) => !chat.labels.includes(label));
  function change(change: { add?: string[]; remove?: string[] }): void {
    ui.desk.act(chat.conversation, { type: "label", ...change }).catch((error) => ui.sayWhy(error));
  }
  return (
    <Dialog title={say.labels} about={say.labelsAbout} onClose={onClose}>
      <ul class="label-list">
        {chat.labels.map((label) => (
          <li key={label}>
            {label}
            <button
              type="button"
              aria-label={say.removeLabel(label)}
              onClick={() => change({ remove: [label] })}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <Combobox
        label={say.addLabel}
        choices={known.map((label) => ({ value: label, label }))}
        add={say.newLabel}
        none={say.noLabels}
        onPick={(label) => change({ add: [label] })}
      />
    </Dialog>
  );
}
