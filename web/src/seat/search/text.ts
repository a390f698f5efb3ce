import type { Language } from "../../language";

interface Text {
  title: string;
  words: string;
  customer: string;
  label: string;
  from: string;
  until: string;
  mine: string;
  filters: string;
  start: string;
  startAbout: string;
  none: string;
  noneAbout: string;
  more: string;
  searching: string;
  behind: string;
  by: Record<string, string>;
  kinds: Record<string, string>;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    title: "搜索聊天记录",
    words: "搜订单号、快递单号或说过的话",
    customer: "客户",
    label: "标签",
    from: "从",
    until: "到",
    mine: "只看我参与的",
    filters: "筛选",
    start: "输入关键词开始找",
    startAbout: "客户、同事和机器人说过的话，备注、标签和文件名都能找到。",
    none: "没有找到",
    noneAbout: "换个更短的词，或放宽日期试试。",
    more: "再看一些",
    searching: "正在找…",
    behind: "刚刚说的话还在录入，稍后再找会更全。",
    by: { customer: "客户", bot: "机器人", seat: "坐席" },
    kinds: {
      note: "备注",
      label: "标签",
      labels: "标签",
      attachment: "文件",
      left_message: "留言",
      rating: "评价",
      rated: "评价",
    },
  },
  en: {
    title: "Search past messages",
    words: "An order, a tracking number, or words that were said",
    customer: "Customer",
    label: "Label",
    from: "From",
    until: "Until",
    mine: "Only with me",
    filters: "Filters",
    start: "Write what you look for",
    startAbout: "Words of customers, colleagues and the bot, notes, labels and names of files are found.",
    none: "Nothing found",
    noneAbout: "Try a shorter word, or a longer time.",
    more: "More",
    searching: "Searching…",
    behind: "What was said just now is still being taken in; search again in a moment.",
    by: { customer: "Customer", bot: "Bot", seat: "Seat" },
    kinds: {
      note: "Note",
      label: "Label",
      labels: "Labels",
      attachment: "File",
      left_message: "Message left",
      rating: "Rating",
      rated: "Rating",
    },
  },
};
