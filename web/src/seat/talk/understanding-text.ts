import type { Language } from "../../language";
import { intentTitle } from "../desk/lists";

interface Text {
  understood: string;
  because: string;
  unclear: string;
  wrongAnswer: string;
  wrongUnderstood: string;
  corrected(intent: string | null, name: string | undefined): string;
  meant: string;
  noIntent: string;
  unsure: string;
  cancel: string;
  thanks: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    understood: "听成",
    because: "依据",
    unclear: "没听懂",
    wrongAnswer: "这句答错了",
    wrongUnderstood: "听错了",
    corrected: (intent, name) =>
      `${name ?? "同事"} 已标记答错${intent === null ? "" : `，应为「${intentTitle(intent)}」`}`,
    meant: "客户其实想问",
    noIntent: "没有找到，换个词试试",
    unsure: "说不准，只标记答错",
    cancel: "取消",
    thanks: "已记录，谢谢。会用来改进机器人。",
  },
  en: {
    understood: "Understood as",
    because: "Because",
    unclear: "Not understood",
    wrongAnswer: "This was wrong",
    wrongUnderstood: "Misunderstood",
    corrected: (intent, name) =>
      `${name ?? "A colleague"} marked it wrong${intent === null ? "" : `: “${intentTitle(intent)}”`}`,
    meant: "What the customer meant",
    noIntent: "Nothing found; try another word",
    unsure: "Only mark it as wrong",
    cancel: "Cancel",
    thanks: "Noted, thank you. It will improve the bot.",
  },
};
