import type { Language } from "../../language";

interface TestText {
  title: string;
  about: string;
  sentence: string;
  placeholder: string;
  live: string;
  draft: string;
  draftWorks: string;
  draftRefused: string;
  otherwise: string;
  nothing: string;
  certainty: Record<"confident" | "close" | "unsure", string>;
  threshold(share: string): string;
  stage: string;
  stages: Record<string, string>;
  rules: string;
  rule(title: string, number: string | null): string;
  entities: string;
  corrections: string;
  correction(rule: string, from: string): string;
  others: string;
  neighbours: string;
  passages: string;
  scope: string;
  scopeWords(probability: string, bound: string): string;
  normalized: string;
  noVector: string;
  raw: string;
  addTo: string;
  added(intent: string): string;
  noIntent: string;
}

export const text: Record<Language, TestText> = {
  "zh-CN": {
    title: "试一句",
    about: "像顾客那样说一句，看小二怎么理解、凭什么。这里的话不会进对话记录。",
    sentence: "顾客说的话",
    placeholder: "例如：我不想要了，帮我撤了",
    live: "线上",
    draft: "草稿",
    draftWorks: "草稿还在处理，好了会自动再试一遍。",
    draftRefused: "草稿没有通过检查，先改好才能试。",
    otherwise: "和线上不同",
    nothing: "没有一条合适",
    certainty: { confident: "有把握，直接办理", close: "太接近，先问清楚", unsure: "没把握，算没听懂" },
    threshold: (share) => `门槛 ${share}`,
    stage: "谁决定的",
    stages: {
      rules: "命中了规则",
      nearest: "和一句例句意思相同",
      classifier: "分类模型判断",
      graph: "知识图谱纠正",
      none: "没有一条合适",
    },
    rules: "规则",
    rule: (title, number) => (number === null ? title : `${title} · 第 ${number} 条`),
    entities: "认出的信息",
    corrections: "纠正",
    correction: (rule, from) => `${rule}：原来判断为「${from}」`,
    others: "其次",
    neighbours: "最近的例句",
    passages: "常见问题",
    scope: "店里的事",
    scopeWords: (probability, bound) => `${probability}（低于 ${bound} 算无关）`,
    normalized: "规整后",
    noVector: "语义模型当时太忙或不可用，只看了规则和用词。",
    raw: "原始数据",
    addTo: "加到这个意图：输入意图名，回车",
    added: (intent) => `已作为例句加到「${intent}」的草稿`,
    noIntent: "没有这样的意图",
  },
  en: {
    title: "Try a sentence",
    about: "Say it as a shopper would, and see how it is taken and why. It is not kept as a conversation.",
    sentence: "What the shopper says",
    placeholder: "For example: I do not want it any more, take it back",
    live: "Live",
    draft: "Draft",
    draftWorks: "The draft is still being worked on; this is tried again when it is ready.",
    draftRefused: "The draft has errors. It can be tried once they are mended.",
    otherwise: "Not as live",
    nothing: "Nothing fits",
    certainty: {
      confident: "Sure: acts on it",
      close: "Too close: asks which",
      unsure: "Unsure: not understood",
    },
    threshold: (share) => `from ${share} on`,
    stage: "Decided by",
    stages: {
      rules: "a rule",
      nearest: "an example of the same meaning",
      classifier: "the classifier",
      graph: "what is known about the things named",
      none: "nothing fits",
    },
    rules: "Rules",
    rule: (title, number) => (number === null ? title : `${title} · rule ${number}`),
    entities: "Found",
    corrections: "Corrected",
    correction: (rule, from) => `${rule}: was “${from}”`,
    others: "Then",
    neighbours: "Nearest",
    passages: "FAQ",
    scope: "In scope",
    scopeWords: (probability, bound) => `${probability} (out of scope below ${bound})`,
    normalized: "Taken as",
    noVector: "The encoder was busy or unavailable: only rules and words counted.",
    raw: "Raw data",
    addTo: "Add to an intent: type its name, Enter",
    added: (intent) => `An example of “${intent}” now, in the draft`,
    noIntent: "No such intent",
  },
};
