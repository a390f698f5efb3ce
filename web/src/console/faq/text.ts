import type { Language } from "../../language";
import type { Show, Standing } from "./filter";
import type { Field, Problem } from "./form";

export interface FaqText {
  title: string;
  about: string;
  standing(count: number, unasked: number): string;
  loading: string;
  failed: string;
  again: string;
  search: string;
  anyIntent: string;
  noIntent: string;
  intent: string;
  shows: Record<Show, string>;
  show: string;
  list: string;
  found(count: number): string;
  nothingFound: string;
  clear: string;
  hits(count: number): string;
  unasked: string;
  lastHit(ago: string): string;
  marks: Record<Exclude<Standing, "valid">, string>;
  endsIn(days: number): string;
  add: string;
  new: string;
  back: string;
  choose: { title: string; about: string };
  gone: string;
  questions: string;
  questionsAbout: string;
  question(number: number): string;
  addQuestion: string;
  addButton: string;
  duplicate: string;
  removeQuestion(question: string): string;
  paste: string;
  pasteAbout: string;
  pasteTake(fresh: number, known: number): string;
  cancel: string;
  answer: string;
  wordings(count: number): string;
  answerEn: string;
  from: string;
  until: string;
  valid: string;
  always: string;
  shops: string;
  allShops: string;
  shopsAbout: string;
  id: string;
  file: string;
  idTaken: string;
  problems: Record<Problem, string>;
  save: string;
  saved: string;
  reset: string;
  changed: string;
  remove: string;
  removed(question: string): string;
  undo: string;
  conflict: string;
  fields: Record<Field, string>;
  theirs: string;
  mine: string;
  takeTheirs: string;
  takeMine: string;
  empty: string;
  test: string;
  testAbout: string;
  testButton: string;
  live: string;
  draft: string;
  noDraft: string;
  notReady: string;
  heard(intent: string, share: string): string;
  heardNothing: string;
  noPassage: string;
}

const zh: FaqText = {
  title: "问答",
  about: "客户常问的话和答法。保存进草稿，上线以后客户才看得到。",
  standing: (count, unasked) => `${count} 条 · ${unasked} 条 30 天没人问过`,
  loading: "正在取…",
  failed: "没取到问答，请稍后再试。",
  again: "再试一次",
  search: "搜问法、答案",
  anyIntent: "全部意图",
  noIntent: "不属于意图",
  intent: "意图",
  shows: { all: "全部", unasked: "30天没人问过", ending: "快到期", expired: "已过期" },
  show: "只看",
  list: "问答列表",
  found: (count) => `${count} 条`,
  nothingFound: "没有这样的问答",
  clear: "清除条件",
  hits: (count) => `30 天 ${count} 次`,
  unasked: "30 天没人问过",
  lastHit: (ago) => `上次 ${ago}`,
  marks: { expired: "已过期", ending: "快到期", coming: "未生效" },
  endsIn: (days) => (days === 0 ? "今天到期" : `${days} 天后到期`),
  add: "新增问答",
  new: "新的问答",
  back: "返回列表",
  choose: { title: "选一条来看", about: "左边点一条，改问法、答案和有效期。" },
  gone: "这条已经不在了，可能刚被同事移除。",
  questions: "问法",
  questionsAbout: "客户会怎么问，写得越多样，认得越准。",
  question: (number) => `第 ${number} 个问法`,
  addQuestion: "再加一个问法，回车添加",
  addButton: "添加",
  duplicate: "这个问法已经有了。",
  removeQuestion: (question) => `去掉「${question}」`,
  paste: "批量粘贴",
  pasteAbout: "一行一个问法",
  pasteTake: (fresh, known) => (known > 0 ? `加入 ${fresh} 个（${known} 个已有）` : `加入 ${fresh} 个`),
  cancel: "取消",
  answer: "中文答案",
  wordings: (count) => `共 ${count} 种说法轮着用，这里改第一种；其他的在文件里改`,
  answerEn: "英文答案",
  from: "从",
  until: "到",
  valid: "有效期",
  always: "两个都空着就一直有效。",
  shops: "只在这些店",
  allShops: "全部店铺",
  shopsAbout: "写店铺编号，用空格或逗号隔开；空着就是全部店铺。",
  id: "编号",
  file: "放在哪个文件",
  idTaken: "这个编号已经有了。",
  problems: {
    no_question: "至少要有一个问法。",
    no_answer: "中文答案不能空着。",
    reversed: "结束日期比开始日期还早。",
    bad_shop: "店铺编号只有小写字母、数字、- 和 _，最多 64 个字符。",
  },
  save: "保存到草稿",
  saved: "已存进草稿，还没上线。",
  reset: "放弃改动",
  changed: "有改动还没保存，离开也会留着。",
  remove: "移除",
  removed: (question) => `已移除「${question}」，上线以后才生效。`,
  undo: "撤销",
  conflict: "同事刚保存过同一处，请选用谁的：",
  fields: { answer: "中文答案", answerEn: "英文答案", from: "开始日期", until: "结束日期", shops: "店铺" },
  theirs: "同事的",
  mine: "您写的",
  takeTheirs: "用同事的",
  takeMine: "用我的",
  empty: "（空）",
  test: "这句话会答哪一条",
  testAbout: "写一句客户的话",
  testButton: "试一下",
  live: "线上",
  draft: "草稿",
  noDraft: "没有草稿，和线上一样。",
  notReady: "草稿还没备好，稍等再试。",
  heard: (intent, share) => `听成「${intent}」${share}`,
  heardNothing: "没听懂",
  noPassage: "没有问答像这句话",
};

const en: FaqText = {
  title: "FAQ",
  about: "What customers often ask, and the answers. Saved into the draft; customers see it once it is live.",
  standing: (count, unasked) => `${count} entries · ${unasked} not asked for in 30 days`,
  loading: "Loading…",
  failed: "The entries did not come. Try again in a moment.",
  again: "Try again",
  search: "Search questions and answers",
  anyIntent: "All intents",
  noIntent: "No intent",
  intent: "Intent",
  shows: { all: "All", unasked: "Not asked in 30 days", ending: "Ending soon", expired: "Expired" },
  show: "Only",
  list: "FAQ entries",
  found: (count) => (count === 1 ? "1 entry" : `${count} entries`),
  nothingFound: "There is no such entry",
  clear: "Clear the search",
  hits: (count) => `${count} in 30 days`,
  unasked: "Not asked in 30 days",
  lastHit: (ago) => `last ${ago}`,
  marks: { expired: "Expired", ending: "Ending", coming: "Not yet" },
  endsIn: (days) => (days === 0 ? "Ends today" : `Ends in ${days} d`),
  add: "New entry",
  new: "A new entry",
  back: "Back to the list",
  choose: { title: "Choose an entry", about: "Its questions, answers and dates are changed here." },
  gone: "This entry is gone; a colleague may have removed it.",
  questions: "Questions",
  questionsAbout: "How customers may ask. The more they differ, the better they are recognised.",
  question: (number) => `Question ${number}`,
  addQuestion: "Another question, Enter adds it",
  addButton: "Add",
  duplicate: "This question is there already.",
  removeQuestion: (question) => `Remove “${question}”`,
  paste: "Paste many",
  pasteAbout: "One question in each line",
  pasteTake: (fresh, known) => (known > 0 ? `Add ${fresh} (${known} known)` : `Add ${fresh}`),
  cancel: "Cancel",
  answer: "Chinese answer",
  wordings: (count) => `${count} wordings take turns, this is the first; the others are in the file`,
  answerEn: "English answer",
  from: "From",
  until: "Until",
  valid: "Valid",
  always: "Without dates it always holds.",
  shops: "Only in these shops",
  allShops: "All shops",
  shopsAbout: "Ids of shops, with blanks or commas between them. Without any it holds in all shops.",
  id: "Id",
  file: "File",
  idTaken: "This id is taken.",
  problems: {
    no_question: "There must be a question.",
    no_answer: "The Chinese answer must not be empty.",
    reversed: "It ends before it begins.",
    bad_shop: "The id of a shop has up to 64 of a–z, 0–9, - and _.",
  },
  save: "Save to the draft",
  saved: "In the draft, not live yet.",
  reset: "Drop my changes",
  changed: "Not saved yet; it stays here when you leave.",
  remove: "Remove",
  removed: (question) => `“${question}” is removed, once it is live.`,
  undo: "Undo",
  conflict: "A colleague has just saved the same. Whose shall it be?",
  fields: {
    answer: "Chinese answer",
    answerEn: "English answer",
    from: "From",
    until: "Until",
    shops: "Shops",
  },
  theirs: "Your colleague's",
  mine: "Yours",
  takeTheirs: "Take theirs",
  takeMine: "Keep mine",
  empty: "(empty)",
  test: "Which entry answers this",
  testAbout: "What a customer may say",
  testButton: "Try it",
  live: "Live",
  draft: "Draft",
  noDraft: "There is no draft: the same as live.",
  notReady: "The draft is not ready yet. Try again in a moment.",
  heard: (intent, share) => `Taken for “${intent}” ${share}`,
  heardNothing: "Not understood",
  noPassage: "No entry is like this",
};

export const text: Record<Language, FaqText> = { "zh-CN": zh, en };
