import {
  ArrowRightLeft,
  Bot,
  CircleCheck,
  Hand,
  LogOut,
  type LucideIcon,
  ShieldCheck,
  StickyNote,
  Tag,
  UserPlus,
} from "lucide-preact";
import { language } from "../../language/chosen";
import type { Desk } from "../desk/desk";
import type { Panel, Ui } from "../page/ui";
import { type Chat, helps, holds } from "../state/chat";

/** Something that a seat does with the conversation before it. */
export interface Action {
  name: string;
  key: string;
  icon: LucideIcon;
  words: [chinese: string, english: string];
  danger?: boolean;
  may(chat: Chat, desk: Desk): boolean;
  run(chat: Chat, ui: Ui): void;
}

const open = (panel: Panel) => (_: Chat, ui: Ui) => {
  ui.panel.value = panel;
};
const own = (chat: Chat, desk: Desk) => holds(chat, desk.person.seat);
const part = (chat: Chat, desk: Desk) => desk.takesPart(chat);
const seen = (chat: Chat) => chat.seq > 0 && !chat.withheld;

/** All of them: what is drawn as buttons, stands in the menu, is found in the palette and has a key. */
export const actions: readonly Action[] = [
  {
    name: "take",
    key: "t",
    icon: Hand,
    words: ["接入", "Take"],
    may: (chat) => chat.mode === "waiting",
    run: (chat, ui) => void take(chat.conversation, ui),
  },
  {
    name: "transfer",
    key: "x",
    icon: ArrowRightLeft,
    words: ["转接", "Transfer"],
    may: own,
    run: open("transfer"),
  },
  {
    name: "invite",
    key: "i",
    icon: UserPlus,
    words: ["邀请同事", "Invite"],
    may: part,
    run: open("invite"),
  },
  {
    name: "labels",
    key: "l",
    icon: Tag,
    words: ["标签", "Labels"],
    may: seen,
    run: open("labels"),
  },
  {
    name: "note",
    key: "m",
    icon: StickyNote,
    words: ["写内部备注", "Write a note"],
    may: seen,
    run: (_, ui) => ui.focusBox(true),
  },
  {
    name: "hand-back",
    key: "b",
    icon: Bot,
    words: ["交回机器人", "Hand back to the bot"],
    may: own,
    run: open("hand-back"),
  },
  {
    name: "leave",
    key: "v",
    icon: LogOut,
    words: ["退出协助", "Leave"],
    may: (chat, desk) => helps(chat, desk.person.seat),
    run: (chat, ui) => act(ui, chat.conversation, "leave"),
  },
  {
    name: "requeue",
    key: "q",
    icon: LogOut,
    words: ["放回队列", "Back to the queue"],
    may: own,
    run: (chat, ui) => act(ui, chat.conversation, "leave"),
  },
  {
    name: "take-over",
    key: "o",
    icon: ShieldCheck,
    words: ["接管", "Take over"],
    may: (chat, desk) =>
      desk.may("take_over") &&
      seen(chat) &&
      !own(chat, desk) &&
      (chat.mode === "bot" || chat.mode === "human"),
    run: open("take-over"),
  },
  {
    name: "close",
    key: "e",
    icon: CircleCheck,
    words: ["结束会话", "Close"],
    danger: true,
    may: own,
    run: open("close"),
  },
];

export function label({ words }: Action): string {
  return words[language.value === "en" ? 1 : 0];
}

export function allowed(chat: Chat, desk: Desk): Action[] {
  return actions.filter((action) => action.may(chat, desk));
}

/** Out of the queue, or what is offered; then it stands before the seat. */
export async function take(conversation: string, ui: Ui): Promise<void> {
  try {
    await ui.desk.act(conversation, { type: "take" });
    ui.tab.value = "mine";
    ui.choose(conversation);
    ui.focusBox();
  } catch (error) {
    ui.sayWhy(error);
  }
}

function act(ui: Ui, conversation: string, type: "leave"): void {
  ui.desk.act(conversation, { type }).catch((error) => ui.sayWhy(error));
}
