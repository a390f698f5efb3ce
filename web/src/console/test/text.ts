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
  entities: string;
  passages: string;
  normalized: string;
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
    entities: "认出的信息",
    passages: "常见问题",
    normalized: "规整后",
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
    entities: "Found",
    passages: "FAQ",
    normalized: "Taken as",
    addTo: "Add to an intent: type its name, Enter",
    added: (intent) => `An example of “${intent}” now, in the draft`,
    noIntent: "No such intent",
  },
};
