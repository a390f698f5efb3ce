import "./keys-dialog.css";
import { Dialog } from "../../design/dialog/dialog";
import { Keys } from "../../design/key/key";
import { language } from "../../language/chosen";
import { actions, label } from "../actions/actions";
import { settings } from "../settings/settings";
import { bindings } from "./table";

/** All keys there are. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  const say = text[language.value];
  const enter = settings.value.send === "enter";
  const writing: [string, string][] = [
    [enter ? "Enter" : "Ctrl+Enter", say.send],
    [enter ? "Shift+Enter" : "Enter", say.line],
    ["/", say.canned],
    ["Tab", say.take],
    ["Alt+Enter", say.suggest],
    ["Escape", say.leave],
  ];
  return (
    <Dialog title={say.title} about={say.about} shape="wide" onClose={onClose}>
      <div class="keys-dialog">
        <Section title={say.page} rows={bindings.map(({ keys, words }) => [keys, words[language.value]])} />
        <div>
          <Section title={say.chat} rows={actions.map((action) => [action.key, label(action)])} />
          <Section title={say.writing} rows={writing} />
        </div>
      </div>
    </Dialog>
  );
}

function Section({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, words]) => (
          <div key={keys + words}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const text = {
  "zh-CN": {
    title: "快捷键",
    about: "在输入框里打字时，单个字母的快捷键不起作用；按 Esc 先离开输入框。",
    page: "整个页面",
    chat: "当前会话",
    writing: "输入框里",
    send: "发送",
    line: "换行",
    canned: "快捷回复",
    take: "框空时填入建议回复",
    suggest: "直接发送建议回复",
    leave: "离开输入框",
  },
  en: {
    title: "Keys",
    about: "While you write, single letters are letters; Escape leaves the box.",
    page: "Everywhere",
    chat: "This conversation",
    writing: "In the box",
    send: "Send",
    line: "New line",
    canned: "Canned replies",
    take: "Take the suggestion while the box is empty",
    suggest: "Send the suggestion as it is",
    leave: "Leave the box",
  },
};
