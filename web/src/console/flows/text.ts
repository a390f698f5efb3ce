import type { Language } from "../../language";
import type { GraphEdge, NodeKind } from "../../wire/inbox";

export interface FlowsText {
  title: string;
  about: string;
  standing(count: number): string;
  search: string;
  overview: string;
  nothing: string;
  none: { title: string; about: string };
  loading: string;
  again: string;
  back: string;
  edit: string;
  noFlow: { title: string; about: string };
  kinds: Record<NodeKind, string>;
  branch(label: NonNullable<GraphEdge["label"]>): string;
  count(kind: string, count: number): string;
  steps(count: number): string;
  turns(count: number): string;
  drawing: string;
  graph(title: string): string;
  smaller: string;
  larger: string;
  fit: string;
  list: string;
  goesTo(number: number): string;
  next: string;
  step(number: number): string;
  close: string;
  written: string;
  inFile(line: number): string;
  wordings(count: number): string;
}

const zh: FlowsText = {
  title: "流程",
  about: "每个意图接住以后一步步怎么办。",
  standing: (count) => `${count} 个意图有流程`,
  search: "搜意图",
  overview: "全部流程",
  nothing: "没有这样的流程",
  none: { title: "还没有流程", about: "在意图的文件里写上 flow，这里就会画出来。" },
  loading: "正在取…",
  again: "再试一次",
  back: "全部流程",
  edit: "看意图",
  noFlow: { title: "这个意图没有流程", about: "它可能只有例句和规则，或者已经被移除。" },
  kinds: {
    start: "开始",
    call: "查系统",
    if: "判断",
    reply: "回复",
    ask: "追问",
    set: "记下",
    answer: "答问答",
    handoff: "转人工",
    end: "结束",
  },
  branch: (label) => (label === "then" ? "是" : label === "else" ? "否" : "失败时"),
  count: (kind, count) => `${kind} ${count}`,
  steps: (count) => `${count} 步`,
  turns: (count) => `近 7 天 ${count} 次`,
  drawing: "流程图，可以滚动",
  graph: (title) => `「${title}」的流程图`,
  smaller: "缩小",
  larger: "放大",
  fit: "适应宽度",
  list: "按步骤看",
  goesTo: (number) => `第 ${number} 步`,
  next: "然后",
  step: (number) => `第 ${number} 步`,
  close: "收起",
  written: "原文",
  inFile: (line) => `在源文件第 ${line} 行改`,
  wordings: (count) => `${count} 种说法`,
};

const en: FlowsText = {
  title: "Flows",
  about: "What the bot does, step by step, once it has understood.",
  standing: (count) => `${count} intents have a flow`,
  search: "Search intents",
  overview: "All flows",
  nothing: "There is no such flow",
  none: { title: "There is no flow yet", about: "Write `flow` into an intent's file, and it is drawn here." },
  loading: "Loading…",
  again: "Try again",
  back: "All flows",
  edit: "The intent",
  noFlow: { title: "This intent has no flow", about: "It may have examples and rules only, or be gone." },
  kinds: {
    start: "Start",
    call: "Look up",
    if: "Decide",
    reply: "Reply",
    ask: "Ask",
    set: "Note",
    answer: "Answer by FAQ",
    handoff: "Hand over",
    end: "End",
  },
  branch: (label) => (label === "then" ? "yes" : label === "else" ? "no" : "on failure"),
  count: (kind, count) => `${kind} ${count}`,
  steps: (count) => `${count} steps`,
  turns: (count) => `${count} in 7 days`,
  drawing: "The drawing, to be scrolled",
  graph: (title) => `The flow of “${title}”`,
  smaller: "Smaller",
  larger: "Larger",
  fit: "Fit",
  list: "Step by step",
  goesTo: (number) => `step ${number}`,
  next: "then",
  step: (number) => `Step ${number}`,
  close: "Close",
  written: "As it is written",
  inFile: (line) => `Edit line ${line} of the file`,
  wordings: (count) => `${count} wordings`,
};

export const text: Record<Language, FlowsText> = { "zh-CN": zh, en };
