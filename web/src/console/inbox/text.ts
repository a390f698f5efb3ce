import type { Language } from "../../language";
import type { Why } from "../../wire/inbox";
import type { Failure } from "./state";

export interface InboxText {
  title: string;
  about: string;
  standing(open: number, settled: number): string;
  ungrouped(count: number): string;
  waiting: string;
  all: string;
  whys: Record<Why, string>;
  filter: string;
  groups: string;
  group(size: number): string;
  messages(size: number): string;
  more(count: number): string;
  loading: string;
  failures: Record<Failure, { title: string; about: string }>;
  again: string;
  empty: { title: string; about: string };
  emptyFilter(why: string): string;
  back: string;
  tookFor(title: string): string;
  tookForNothing: string;
  corrected(name: string | null, title: string): string;
  around: string;
  aroundHide: string;
  aroundNot: string;
  aroundFailed: string;
  aroundGone: string;
  sides: Record<"customer" | "bot" | "seat", string>;
  pick(text: string): string;
  actions: string;
  onPicked(count: number, all: number): string;
  suggested: string;
  take(title: string): string;
  noSuggestion: string;
  intent: string;
  faq: string;
  notOurs: string;
  dismiss: string;
  chooseIntent: string;
  chooseFaq: string;
  none: string;
  cancel: string;
  became(count: number, what: string): string;
  becameIntent(title: string): string;
  becameFaq(question: string): string;
  becameNotOurs: string;
  becameDismissed: string;
  inDraft: string;
  undo: string;
}

const zh: InboxText = {
  title: "待学",
  about: "小二没接好的话，像的放在一起。归好类就进草稿，上线以后才算数。",
  standing: (open, settled) => `还有 ${open} 句 · 近 7 天处理了 ${settled} 句`,
  ungrouped: (count) => ` · ${count} 句正在归类`,
  waiting: "句待学",
  all: "全部",
  whys: {
    missed: "没听懂",
    clarified: "反问后没选",
    corrected: "客服纠正",
    rated_low: "差评",
    asked_for_person: "要人工",
  },
  filter: "为什么在这里",
  groups: "像的话，一组一组",
  group: (size) => `${size} 句`,
  messages: (size) => (size === 1 ? "这一句" : `像的 ${size} 句`),
  more: (count) => `还有 ${count} 句像的没列出来，处理完这些就会出来。`,
  loading: "正在取…",
  failures: {
    offline: { title: "连不上服务器", about: "网络恢复后会自动再取。" },
    forbidden: { title: "您的账号不能改内容", about: "需要的话，请管理员给您运营的角色。" },
    absent: { title: "这个服务器还没有收件箱", about: "请先升级小二。" },
    server: { title: "没取到", about: "服务器出了点问题，请稍后再试。" },
  },
  again: "再试一次",
  empty: {
    title: "没有要学的了",
    about: "没听懂、反问后没选、被客服纠正、给了差评、转了人工的话，都会自动放到这里。",
  },
  emptyFilter: (why) => `没有因为「${why}」留下的话`,
  back: "返回列表",
  tookFor: (title) => `当时听成「${title}」`,
  tookForNothing: "当时没听出意思",
  corrected: (name, title) => `${name ?? "客服"}说应为「${title}」`,
  around: "前后文",
  aroundHide: "收起前后文",
  aroundNot: "您的账号看不到会话原文。",
  aroundFailed: "没取到前后文，请再试一次。",
  aroundGone: "这段会话已经看不到了。",
  sides: { customer: "客户", bot: "小二", seat: "客服" },
  pick: (text) => `只选「${text}」`,
  actions: "怎么处理",
  onPicked: (count, all) => (count === all ? `处理全部 ${all} 句` : `只处理选中的 ${count} 句`),
  suggested: "像是",
  take: (title) => `归到「${title}」`,
  noSuggestion: "没有把握的建议，您来定",
  intent: "选意图",
  faq: "加到问答",
  notOurs: "不归我们管",
  dismiss: "不用学",
  chooseIntent: "归到哪个意图",
  chooseFaq: "是哪一条问答的问法",
  none: "没有找到，换个词试试",
  cancel: "取消",
  became: (count, what) => `${count} 句${what}`,
  becameIntent: (title) => `归到了「${title}」`,
  becameFaq: (question) => `加到了问答「${question}」`,
  becameNotOurs: "记为不归我们管",
  becameDismissed: "不用学，已收起",
  inDraft: "已进草稿，还没上线。",
  undo: "撤销",
};

const en: InboxText = {
  title: "Inbox",
  about:
    "What the bot got wrong, like with like. What you file goes into the draft and counts once it is live.",
  standing: (open, settled) => `${open} to go · ${settled} done in 7 days`,
  ungrouped: (count) => ` · ${count} being compared`,
  waiting: "to go",
  all: "All",
  whys: {
    missed: "Not understood",
    clarified: "Asked, none chosen",
    corrected: "Corrected by a seat",
    rated_low: "Rated low",
    asked_for_person: "Wanted a person",
  },
  filter: "Why it is here",
  groups: "Groups of like messages",
  group: (size) => `${size}`,
  messages: (size) => (size === 1 ? "This message" : `${size} like messages`),
  more: (count) => `${count} more like these are not shown; they come once these are done.`,
  loading: "Loading…",
  failures: {
    offline: { title: "The server cannot be reached", about: "It is asked again once you are connected." },
    forbidden: {
      title: "Your account may not edit content",
      about: "An admin can give you the role of an operator.",
    },
    absent: { title: "This server has no inbox yet", about: "Update xiaoer first." },
    server: {
      title: "That did not work",
      about: "Something went wrong on the server. Try again in a moment.",
    },
  },
  again: "Try again",
  empty: {
    title: "Nothing left to learn",
    about:
      "Messages that were not understood, corrected, rated low or passed to a person come here by themselves.",
  },
  emptyFilter: (why) => `Nothing is here because of “${why}”`,
  back: "Back to the list",
  tookFor: (title) => `Taken for “${title}”`,
  tookForNothing: "Taken for nothing",
  corrected: (name, title) => `${name ?? "A seat"} says “${title}”`,
  around: "Around it",
  aroundHide: "Hide what was around",
  aroundNot: "Your account may not read conversations.",
  aroundFailed: "That did not come. Try again.",
  aroundGone: "This conversation can no longer be read.",
  sides: { customer: "Customer", bot: "Bot", seat: "Seat" },
  pick: (text) => `Only “${text}”`,
  actions: "What to do",
  onPicked: (count, all) => (count === all ? `All ${all}` : `Only the ${count} chosen`),
  suggested: "Looks like",
  take: (title) => `File under “${title}”`,
  noSuggestion: "No good guess; you decide",
  intent: "Choose intent",
  faq: "Add to an FAQ",
  notOurs: "Not our business",
  dismiss: "Dismiss",
  chooseIntent: "Which intent",
  chooseFaq: "Which FAQ it asks",
  none: "Nothing found; try another word",
  cancel: "Cancel",
  became: (count, what) => `${count} ${what}`,
  becameIntent: (title) => `filed under “${title}”`,
  becameFaq: (question) => `added to “${question}”`,
  becameNotOurs: "marked as not our business",
  becameDismissed: "dismissed",
  inDraft: "In the draft, not live yet.",
  undo: "Undo",
};

export const text: Record<Language, InboxText> = { "zh-CN": zh, en };
