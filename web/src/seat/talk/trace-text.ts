import type { Language } from "../../language";
import { intentTitle } from "../desk/lists";

interface Text {
  understood: string;
  because: string;
  unclear: string;
  stages: Record<string, string>;
  certainty: Record<"confident" | "close" | "unsure", string>;
  intents: string;
  threshold(share: string): string;
  rules: string;
  rule(title: string, number: string | null): string;
  neighbours: string;
  scope: string;
  scopeWords(probability: string, bound: string): string;
  corrections: string;
  correction(rule: string, from: string): string;
  noVector: string;
  normalized: string;
  raw: string;
  wrongAnswer: string;
  wrongUnderstood: string;
  corrected(intent: string | null, name: string | undefined): string;
  meant: string;
  noIntent: string;
  unsure: string;
  cancel: string;
  thanks: string;
}

export const traceText: Record<Language, Text> = {
  "zh-CN": {
    understood: "听成",
    because: "依据",
    unclear: "没听懂",
    stages: {
      rules: "命中运营写的规则",
      nearest: "和一句例句意思相同",
      classifier: "由分类模型判断",
      graph: "按知识图谱纠正",
      none: "没有一条合适",
    },
    certainty: {
      confident: "有把握，直接办理",
      close: "两个意思太接近，先问清楚",
      unsure: "没把握，不擅自办理",
    },
    intents: "可能的意思",
    threshold: (share) => `超过 ${share} 才算有把握`,
    rules: "命中的规则",
    rule: (title, number) => (number === null ? title : `${title} · 第 ${number} 条`),
    neighbours: "最接近的例句",
    scope: "是否店里的事",
    scopeWords: (probability, bound) => `${probability}（低于 ${bound} 算无关）`,
    corrections: "知识图谱的纠正",
    correction: (rule, from) => `${rule}：原来判断为「${from}」`,
    noVector: "语义模型当时太忙或不可用，只看了规则和用词。",
    normalized: "各步看到的文字",
    raw: "原始数据",
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
    stages: {
      rules: "A rule of the shop matched",
      nearest: "It means the same as an example",
      classifier: "The classifier decided",
      graph: "Corrected by what is known",
      none: "Nothing fits",
    },
    certainty: {
      confident: "Sure: acted on it",
      close: "Two are too close: asked which",
      unsure: "Unsure: did not act",
    },
    intents: "What it may mean",
    threshold: (share) => `Sure from ${share} on`,
    rules: "Rules that matched",
    rule: (title, number) => (number === null ? title : `${title} · rule ${number}`),
    neighbours: "Nearest examples",
    scope: "About the shop at all",
    scopeWords: (probability, bound) => `${probability} (out of scope below ${bound})`,
    corrections: "Corrections",
    correction: (rule, from) => `${rule}: was “${from}”`,
    noVector: "The encoder was busy or unavailable: only rules and words counted.",
    normalized: "The text that every stage saw",
    raw: "Raw data",
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
