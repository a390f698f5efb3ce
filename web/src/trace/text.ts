import type { Language } from "../language";

interface Text {
  stage: string;
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
  raw: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    stage: "谁决定的",
    stages: {
      rules: "命中运营写的规则",
      nearest: "和一句例句意思相同",
      classifier: "分类模型判断",
      graph: "知识图谱纠正",
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
    corrections: "图谱的纠正",
    correction: (rule, from) => `${rule}：原来判断为「${from}」`,
    noVector: "语义模型当时太忙或不可用，只看了规则和用词。",
    raw: "原始数据",
  },
  en: {
    stage: "Decided by",
    stages: {
      rules: "a rule of the shop",
      nearest: "an example of the same meaning",
      classifier: "the classifier",
      graph: "what is known about the things named",
      none: "nothing: none fits",
    },
    certainty: {
      confident: "Sure: acts on it",
      close: "Two are too close: asks which",
      unsure: "Unsure: does not act",
    },
    intents: "May mean",
    threshold: (share) => `Sure from ${share} on`,
    rules: "Rules",
    rule: (title, number) => (number === null ? title : `${title} · rule ${number}`),
    neighbours: "Nearest",
    scope: "About the shop",
    scopeWords: (probability, bound) => `${probability} (out of scope below ${bound})`,
    corrections: "Corrected",
    correction: (rule, from) => `${rule}: was “${from}”`,
    noVector: "The encoder was busy or unavailable: only rules and words counted.",
    raw: "Raw data",
  },
};
