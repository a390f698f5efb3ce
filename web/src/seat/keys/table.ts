import type { Language } from "../../language";

/** Keys that are not an action on a conversation; those stand with their actions. */
export type Command =
  | "next"
  | "previous"
  | "reply"
  | "queue"
  | "mine"
  | "all"
  | "search"
  | "keys"
  | "palette"
  | "floor"
  | "settings"
  | "customer"
  | "presence"
  | "accept"
  | "decline"
  | "back";

export interface Binding {
  command: Command;
  keys: string;
  /** Other keys that do the same. */
  also?: string[];
  /** Works while one writes as well. */
  anywhere?: boolean;
  words: Record<Language, string>;
}

export const bindings: readonly Binding[] = [
  {
    command: "next",
    keys: "j",
    also: ["ArrowDown"],
    words: { "zh-CN": "下一个会话", en: "Next conversation" },
  },
  {
    command: "previous",
    keys: "k",
    also: ["ArrowUp"],
    words: { "zh-CN": "上一个会话", en: "Previous conversation" },
  },
  {
    command: "next",
    keys: "Alt+ArrowDown",
    anywhere: true,
    words: { "zh-CN": "下一个会话（输入时也可用）", en: "Next conversation, while writing too" },
  },
  {
    command: "previous",
    keys: "Alt+ArrowUp",
    anywhere: true,
    words: { "zh-CN": "上一个会话（输入时也可用）", en: "Previous conversation, while writing too" },
  },
  { command: "reply", keys: "r", words: { "zh-CN": "写回复", en: "Write a reply" } },
  {
    command: "accept",
    keys: "Alt+Y",
    anywhere: true,
    words: { "zh-CN": "接入分来的客户", en: "Take the customer who is offered" },
  },
  {
    command: "decline",
    keys: "Alt+N",
    anywhere: true,
    words: { "zh-CN": "先不接分来的客户", en: "Decline the customer who is offered" },
  },
  { command: "queue", keys: "1", words: { "zh-CN": "看排队", en: "The queue" } },
  { command: "mine", keys: "2", words: { "zh-CN": "看我的", en: "My conversations" } },
  { command: "all", keys: "3", words: { "zh-CN": "看全部", en: "All conversations" } },
  { command: "search", keys: "/", words: { "zh-CN": "搜索聊天记录", en: "Search past messages" } },
  { command: "palette", keys: "Mod+K", anywhere: true, words: { "zh-CN": "命令面板", en: "Commands" } },
  { command: "customer", keys: "c", words: { "zh-CN": "客户资料", en: "The customer" } },
  { command: "floor", keys: "g", words: { "zh-CN": "现场 / 会话", en: "Floor / chats" } },
  { command: "presence", keys: "p", words: { "zh-CN": "开始接待 / 离开", en: "Online / away" } },
  { command: "settings", keys: "s", words: { "zh-CN": "设置", en: "Settings" } },
  { command: "keys", keys: "?", words: { "zh-CN": "全部快捷键", en: "All keys" } },
  { command: "back", keys: "u", words: { "zh-CN": "回到列表", en: "Back to the list" } },
];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey">;

/** Whether a key press is these keys. With Alt a Mac types other characters, so the place of the key counts there. */
export function matches(keys: string, pressed: Pressed): boolean {
  const parts = keys.split("+");
  const last = parts.at(-1) ?? "";
  const mod = pressed.ctrlKey || pressed.metaKey;
  if (parts.includes("Mod") !== mod || parts.includes("Alt") !== pressed.altKey) return false;
  if (parts.length === 1) return pressed.key === last;
  return pressed.key.toLowerCase() === last.toLowerCase() || pressed.code === `Key${last}`;
}
