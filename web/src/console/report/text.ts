import type { Language } from "../../language";
import type { Figure, Of } from "../../wire/measure";

interface ReportText {
  title: string;
  about: string;
  alone: string;
  of: Record<Of, string>;
  whole(of: Of): string;
  loading: string;
  working: string;
  workingAbout: string;
  failed: string;
  again: string;
  none: string;
  noneAbout: string;
  noneHow(place: string): string;
  noneMeaning: string;
  compared: string;
  comparedAbout(rows: number): string;
  change: string;
  same: string;
  between(from: string, until: string): string;
  verdict: Record<"better" | "worse" | "same" | "other", string>;
  figure: Record<Figure, string>;
  meaning: Record<Figure, string>;
}

export const text: Record<Language, ReportText> = {
  "zh-CN": {
    title: "报告",
    about: "把标注过的消息逐条问一遍机器人：听懂多少，作答有多准，最常错在哪，先改什么。",
    alone: "单独打开",
    of: { live: "线上", draft: "草稿" },
    whole: (of) => (of === "live" ? "线上版本的评测报告" : "草稿的评测报告"),
    loading: "正在读取",
    working: "正在逐条评测",
    workingAbout: "在后台进行，不影响接待顾客；一个版本只测一次，可以先去别的页。",
    failed: "没能测完：",
    again: "再测一次",
    none: "还没有标注过的消息",
    noneAbout: "有了它们，才知道机器人听懂了多少，改动是变好还是变差。",
    noneHow: (place) =>
      `在服务器的 ${place} 下放一个 .jsonl 文件，一行一条，存好后刷新这一页。最好是真实顾客说过的话，而且不是例句，几百条就很有用：`,
    noneMeaning: "intent 填意图的名字，null 表示不归我们管；accept 是也算对的意图，可以不写。",
    compared: "草稿和线上比",
    comparedAbout: (rows) =>
      `同样的 ${rows} 条消息各问一遍。浅色一段是 95% 的区间：换一批这样的消息，数字大约会落在里面。`,
    change: "变化",
    same: "不变",
    between: (from, until) => `95% 的区间是 ${from} 到 ${until}`,
    verdict: { better: "，变好", worse: "，变差", same: "", other: "" },
    figure: {
      accuracy: "听懂",
      coverage: "直接作答",
      precision_when_answering: "作答时正确",
      oos_recall: "分外之事认得出",
      macro_f1: "各意图平均 F1",
      ece: "把握的误差",
      cost_per_message: "每条消息的代价",
    },
    meaning: {
      accuracy: "最可能的意图就是标注的意图",
      coverage: "有把握、不用反问的消息",
      precision_when_answering: "直接作答的消息里答对的",
      oos_recall: "不归我们管的消息里没有硬答的",
      macro_f1: "大小意图一视同仁",
      ece: "说的把握与真的答对相差多少，越小越好",
      cost_per_message: "答错 10、转人工 3、反问 1，越小越好",
    },
  },
  en: {
    title: "Report",
    about:
      "The bot is asked about every labelled message: how many it understands, how right its answers are, what it mixes up, and what to do first.",
    alone: "Open alone",
    of: { live: "Live", draft: "Draft" },
    whole: (of) => (of === "live" ? "Report on what is live" : "Report on the draft"),
    loading: "Loading",
    working: "Asking about every message",
    workingAbout:
      "In the background, beside customers and once for each version: other pages can be used meanwhile.",
    failed: "It was not measured: ",
    again: "Measure again",
    none: "No message is labelled yet",
    noneAbout: "With some, you know how much the bot understands, and whether a change makes it better.",
    noneHow: (place) =>
      `Put a .jsonl file into ${place} on the server, one message a line, and load this page again. Best are words of real customers that are not among the examples; a few hundred say a lot:`,
    noneMeaning:
      "intent is the intent's name, or null for what is none of our business; accept names others that count as right, and may be left out.",
    compared: "The draft beside what is live",
    comparedAbout: (rows) =>
      `Both were asked about the same ${rows} messages. The light part is the 95 % interval: what another batch of such messages would give.`,
    change: "Change",
    same: "same",
    between: (from, until) => `between ${from} and ${until} with 95 %`,
    verdict: { better: ", better", worse: ", worse", same: "", other: "" },
    figure: {
      accuracy: "Understood",
      coverage: "Answered at once",
      precision_when_answering: "Right when answering",
      oos_recall: "Out of scope found",
      macro_f1: "F1 over intents",
      ece: "Calibration error",
      cost_per_message: "Cost per message",
    },
    meaning: {
      accuracy: "the best intent is the label",
      coverage: "sure enough to act without asking",
      precision_when_answering: "of the messages answered at once",
      oos_recall: "of messages about nothing of ours, those not answered",
      macro_f1: "small intents count as much as large ones",
      ece: "how far confidence and being right are apart; less is better",
      cost_per_message: "wrong answer 10, handover 3, question 1; less is better",
    },
  },
};
