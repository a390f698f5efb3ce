import type { KeyHelp } from "../pages";

/** Those that no button names. */
export const moves: readonly KeyHelp[] = [
  { keys: ["j", "k"], words: { "zh-CN": "换一组", en: "Other group" } },
  { keys: ["↓", "↑"], words: { "zh-CN": "换一句", en: "Other message" } },
  { keys: ["Space"], words: { "zh-CN": "只选这句", en: "Only this message" } },
  { keys: ["o"], words: { "zh-CN": "看前后文", en: "What was around" } },
  { keys: ["u"], words: { "zh-CN": "撤销上一步", en: "Undo the last step" } },
];

export const inboxKeys: readonly KeyHelp[] = [
  { keys: ["Enter"], words: { "zh-CN": "按建议归类", en: "Take the suggestion" } },
  { keys: ["i"], words: { "zh-CN": "选意图", en: "Choose an intent" } },
  { keys: ["f"], words: { "zh-CN": "加到问答", en: "Add to an FAQ" } },
  { keys: ["n"], words: { "zh-CN": "不归我们管", en: "Not our business" } },
  { keys: ["x"], words: { "zh-CN": "不用学", en: "Dismiss" } },
  ...moves,
];
