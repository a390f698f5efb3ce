import type { KeyHelp } from "../pages";

export const intentKeys: readonly KeyHelp[] = [
  { keys: ["n"], words: { "zh-CN": "新建意图", en: "New intent" } },
  { keys: ["a"], words: { "zh-CN": "添加例句", en: "Add examples" } },
  { keys: ["x"], words: { "zh-CN": "选择这条例句", en: "Choose the example" } },
  { keys: ["Del"], words: { "zh-CN": "删除选中的例句", en: "Remove the chosen examples" } },
  { keys: ["m"], words: { "zh-CN": "把选中的移到别的意图", en: "Move the chosen ones elsewhere" } },
  { keys: ["u"], words: { "zh-CN": "撤销上一步", en: "Undo the last step" } },
];
