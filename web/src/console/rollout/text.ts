import type { Language } from "../../language";
import type { Canary } from "../../wire/rollout";

interface Going {
  version: number;
  live: number;
  share: string;
  turns: number;
  wrong: number;
}

interface RolloutText {
  title: string;
  about: string;
  versions: string;
  unknown: string;
  canary: string;
  canaryAbout: string;
  noDraft: string;
  draftNotReady: string;
  share: string;
  note: string;
  willAnswer(share: string): string;
  start(share: string): string;
  started(version: number, share: string): string;
  runs(share: string): string;
  since(ago: string): string;
  live: string;
  version(number: number): string;
  verdict: string;
  conversations: string;
  counts(conversations: number, turns: number): string;
  rate: Record<"answered" | "not_understood" | "handed_over" | "wrong", string>;
  found: Record<"more" | "less" | "unclear", string>;
  between(from: string, until: string): string;
  intervals: string;
  stop: string;
  stopTitle: string;
  stopAbout(conversations: number, live: number): string;
  stopped(live: number): string;
  publish: string;
  publishTitle(version: number): string;
  publishAbout(going: Going): string;
  published(version: number): string;
  last(version: number): string;
  ended: Record<NonNullable<Canary["ended"]>, string>;
  shadow: string;
  shadowAbout: string;
  shadowStart: string;
  shadowStarted: string;
  shadowStopped: string;
  listens: string;
  differ(differ: number, compared: number, share: string): string;
  dropped(count: number): string;
  times(count: number): string;
  tryIt: string;
}

export const text: Record<Language, RolloutText> = {
  "zh-CN": {
    title: "灰度和影子",
    about: "上线前先让草稿见见真实顾客：灰度回答一部分会话，影子只听不说。",
    versions: "全部版本",
    unknown: "还不知道灰度的情况，服务器可能是旧版本，或者正在启动。",
    canary: "灰度",
    canaryAbout: "同一个会话始终由同一个版本回答；答错明显变多时会自动停下。",
    noDraft: "没有打开的草稿。先改内容，检查比对完再来。",
    draftNotReady: "草稿还没准备好，检查和比对完成后可以开始。",
    share: "给多少会话用",
    note: "备注",
    willAnswer: (share) =>
      `从现在起，约 ${share} 的新会话由草稿回答；进行中的会话不变。随时可以停，停下后全部由线上版本回答。`,
    start: (share) => `给 ${share} 的会话用上`,
    started: (version, share) => `灰度开始：版本 ${version} 回答 ${share} 的会话`,
    runs: (share) => `回答 ${share} 的会话`,
    since: (ago) => `${ago}开始`,
    live: "线上",
    version: (number) => `版本 ${number}`,
    verdict: "对比",
    conversations: "会话",
    counts: (conversations, turns) => `${conversations} 个 · ${turns} 轮`,
    rate: {
      answered: "办成的轮次",
      not_understood: "没听懂的轮次",
      handed_over: "转人工的轮次",
      wrong: "有答错的会话",
    },
    found: { more: "明显更多", less: "明显更少", unclear: "还看不出差别" },
    between: (from, until) => `95% 可能在 ${from} 到 ${until} 之间`,
    intervals: "横条是 95% 的可能范围，竖线是实际比例；两条不重叠，才算真有差别。",
    stop: "停止",
    stopTitle: "停止灰度？",
    stopAbout: (conversations, live) =>
      `${conversations} 个会话的下一轮起改由版本 ${live} 回答。这个版本会留在版本记录里。`,
    stopped: (live) => `灰度已停止，全部会话由版本 ${live} 回答`,
    publish: "全部上线",
    publishTitle: (version) => `把版本 ${version} 给全部会话用？`,
    publishAbout: ({ version, live, share, turns, wrong }) =>
      `从 ${share} 到 100% 的会话；灰度期间 ${turns} 轮里答错 ${wrong} 轮。版本 ${version} 取代版本 ${live}，可以一步退回。`,
    published: (version) => `版本 ${version} 已对全部会话上线`,
    last: (version) => `上一次灰度：版本 ${version}`,
    ended: {
      stopped: "已停止",
      published: "已全部上线",
      wrong_answers: "答错变多，自动停止",
      failed: "出错停止",
    },
    shadow: "影子",
    shadowAbout: "草稿在后台也听每条消息，和线上的处理比较；对顾客没有任何影响。",
    shadowStart: "开始旁听",
    shadowStarted: "影子开始旁听",
    shadowStopped: "影子已停止",
    listens: "旁听中",
    differ: (differ, compared, share) => `${compared} 条里 ${differ} 条处理不同（${share}）`,
    dropped: (count) => `太忙时略过 ${count} 条`,
    times: (count) => `${count} 次`,
    tryIt: "试这句",
  },
  en: {
    title: "Canary and shadow",
    about: "Real customers before all of them: a canary answers some conversations, a shadow only listens.",
    versions: "All versions",
    unknown: "Nothing is known yet: the server may be an older one, or starting.",
    canary: "Canary",
    canaryAbout:
      "A conversation stays with one version. It stops by itself when wrong answers are clearly more.",
    noDraft: "No draft is open. Change something first.",
    draftNotReady: "The draft is not ready: it must be checked and compared first.",
    share: "Share of conversations",
    note: "Note",
    willAnswer: (share) =>
      `From now on about ${share} of new conversations are answered by the draft; those under way stay as they are. It can be stopped at any time, and all are answered by what is live again.`,
    start: (share) => `Give it to ${share}`,
    started: (version, share) => `Version ${version} answers ${share} of conversations`,
    runs: (share) => `answers ${share}`,
    since: (ago) => `Began ${ago}`,
    live: "Live",
    version: (number) => `Version ${number}`,
    verdict: "Compared",
    conversations: "Conversations",
    counts: (conversations, turns) => `${conversations}, ${turns} turns`,
    rate: {
      answered: "Turns answered",
      not_understood: "Turns not understood",
      handed_over: "Turns handed over",
      wrong: "Conversations with a wrong answer",
    },
    found: { more: "Clearly more", less: "Clearly less", unclear: "No difference yet" },
    between: (from, until) => `with 95 % between ${from} and ${until}`,
    intervals:
      "A bar is where the share lies with 95 %, the line what was counted. Bars that do not meet differ.",
    stop: "Stop",
    stopTitle: "Stop the canary?",
    stopAbout: (conversations, live) =>
      `From their next turn on ${conversations} conversations are answered by version ${live}. The canary's version is kept.`,
    stopped: (live) => `Stopped; version ${live} answers all conversations`,
    publish: "Publish to all",
    publishTitle: (version) => `Give version ${version} to all conversations?`,
    publishAbout: ({ version, live, share, turns, wrong }) =>
      `From ${share} to 100 % of conversations; ${wrong} of its ${turns} turns were wrong. Version ${version} replaces version ${live}, and one step brings that back.`,
    published: (version) => `Version ${version} is live for all`,
    last: (version) => `The last canary: version ${version}`,
    ended: {
      stopped: "stopped",
      published: "published",
      wrong_answers: "stopped itself: more wrong answers",
      failed: "failed",
    },
    shadow: "Shadow",
    shadowAbout: "The draft hears every message in the background and is compared. Customers notice nothing.",
    shadowStart: "Let it listen",
    shadowStarted: "The shadow listens",
    shadowStopped: "The shadow has stopped",
    listens: "listening",
    differ: (differ, compared, share) => `${differ} of ${compared} taken otherwise (${share})`,
    dropped: (count) => `${count} left out while busy`,
    times: (count) => `${count}×`,
    tryIt: "Try it",
  },
};
