import "./palette.css";
import { type Choice, Combobox } from "../../design/combobox/combobox";
import { Dialog } from "../../design/dialog/dialog";
import { language } from "../../language/chosen";
import { allowed, label } from "../actions/actions";
import { useUi } from "../page/context";
import { lastWords } from "../state/chat";
import { customerName } from "../words/person";
import { run } from "./hotkeys";
import { bindings } from "./table";

/** Everything by its name: what can be done here, and every conversation. */
export function Palette({ onClose }: { onClose(): void }) {
  const ui = useUi();
  const say = text[language.value];
  const { conversation } = ui.place.value;
  const chat = conversation === null ? null : ui.desk.chats.of(conversation).peek();
  const can = chat === null ? [] : allowed(chat, ui.desk);
  const commands = bindings.filter(
    ({ command }, place) =>
      command !== "palette" &&
      (command !== "floor" || ui.desk.may("watch")) &&
      bindings.findIndex((other) => other.command === command) === place,
  );
  const choices: Choice[] = [
    ...can.map((action) => ({ value: `act ${action.name}`, label: label(action), about: action.key })),
    ...commands.map(({ command, keys, words }) => ({
      value: `run ${command}`,
      label: words[language.value],
      about: keys,
    })),
    ...ui.all.value.map((id) => {
      const one = ui.desk.chats.of(id).peek();
      return { value: `open ${id}`, label: customerName(one.customer), about: lastWords(one)?.text ?? "" };
    }),
  ];
  function pick(value: string): void {
    const [what, name] = value.split(" ");
    onClose();
    if (what === "open" && name !== undefined) ui.choose(name);
    const action = what === "act" ? can.find((one) => one.name === name) : undefined;
    if (action !== undefined && chat !== null) action.run(chat, ui);
    const binding = what === "run" ? commands.find(({ command }) => command === name) : undefined;
    if (binding !== undefined) run(binding.command, ui);
  }
  return (
    <Dialog title={say.title} onClose={onClose}>
      <div class="palette">
        <Combobox label={say.find} choices={choices} none={say.none} open onPick={pick} />
      </div>
    </Dialog>
  );
}

const text = {
  "zh-CN": { title: "命令面板", find: "输入命令、客户或一句话", none: "没有找到" },
  en: { title: "Commands", find: "A command, a customer, a few words", none: "Nothing found" },
};
