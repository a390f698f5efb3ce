import type { KeyHelp } from "../pages";

export const faqKeys: readonly KeyHelp[] = [
  { keys: ["j", "k"], words: { "zh-CN": "换一条", en: "Other entry" } },
  { keys: ["n"], words: { "zh-CN": "新增问答", en: "New entry" } },
  { keys: ["Ctrl+S"], words: { "zh-CN": "保存到草稿", en: "Save to the draft" } },
  { keys: ["u"], words: { "zh-CN": "撤销移除", en: "Undo the removal" } },
];
