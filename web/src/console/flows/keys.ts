import type { KeyHelp } from "../pages";

export const flowKeys: readonly KeyHelp[] = [
  { keys: ["j", "k"], words: { "zh-CN": "换一步", en: "Other step" } },
  { keys: ["Escape"], words: { "zh-CN": "收起这一步", en: "Close the step" } },
];
