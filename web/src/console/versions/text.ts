import type { Language } from "../../language";
import type { Version } from "../../wire/content";

interface VersionsText {
  title: string;
  about: string;
  rollout: string;
  loading: string;
  earlier: string;
  back: string;
  version(number: number): string;
  live: string;
  from(version: Version): string;
  files(count: number): string;
  first: string;
  nothing: string;
  rollBack: string;
  rollingBack: string;
  rollBackTitle(number: number): string;
  rollBackAbout(number: number, live: number): string;
  rolledBack(number: number, made: number): string;
  note: string;
  notePlaceholder: string;
  changes: string;
  counting: string;
  touched(files: number): string;
  cancel: string;
}

export const text: Record<Language, VersionsText> = {
  "zh-CN": {
    title: "版本",
    about: "每次上线都留一份，谁改的、为什么、改了哪里，随时退得回去。",
    rollout: "灰度和影子",
    loading: "正在读取",
    earlier: "更早的版本",
    back: "全部版本",
    version: (number) => `版本 ${number}`,
    live: "线上",
    from: ({ from, rolls_back }) =>
      ({
        console: "在后台上线",
        disk: "改了磁盘上的文件",
        rollback: rolls_back === null ? "回退" : `退回到版本 ${rolls_back}`,
        start: "启动时的内容",
        canary: "灰度版本",
      })[from],
    files: (count) => `${count} 个文件`,
    first: "最早的版本，没有更早的可以比较。",
    nothing: "和前一个版本内容相同。",
    rollBack: "退回到这个版本",
    rollingBack: "正在退回…",
    rollBackTitle: (number) => `退回到版本 ${number}？`,
    rollBackAbout: (number, live) =>
      `会新增一个内容和版本 ${number} 相同的版本，马上取代版本 ${live}。中间的版本都还在，之后也能退回。`,
    rolledBack: (number, made) => `已退回到版本 ${number} 的内容，现在线上是版本 ${made}`,
    note: "为什么退回",
    notePlaceholder: "例如：把“改地址”误当成取消订单",
    changes: "会恢复",
    counting: "正在数…",
    touched: (files) => (files === 0 ? "内容相同，没有文件要恢复" : `其间改过的 ${files} 个文件`),
    cancel: "取消",
  },
  en: {
    title: "Versions",
    about: "Whatever was live is kept: who changed what and why, and the way back.",
    rollout: "Canary and shadow",
    loading: "Loading",
    earlier: "Earlier versions",
    back: "All versions",
    version: (number) => `Version ${number}`,
    live: "live",
    from: ({ from, rolls_back }) =>
      ({
        console: "published here",
        disk: "edited on disk",
        rollback: rolls_back === null ? "rolled back" : `back to version ${rolls_back}`,
        start: "as it started",
        canary: "canary",
      })[from],
    files: (count) => `${count} ${count === 1 ? "file" : "files"}`,
    first: "The first version: there is nothing before it.",
    nothing: "The same content as the version before.",
    rollBack: "Go back to this version",
    rollingBack: "Going back…",
    rollBackTitle: (number) => `Go back to version ${number}?`,
    rollBackAbout: (number, live) =>
      `A new version with the content of version ${number} replaces version ${live} at once. Those in between are kept, and can be brought back.`,
    rolledBack: (number, made) => `Back to the content of version ${number}; version ${made} is live`,
    note: "Why",
    notePlaceholder: "For example: took “change my address” for a cancellation",
    changes: "Restores",
    counting: "Counting…",
    touched: (files) =>
      files === 0
        ? "Nothing: the content is the same"
        : `${files} ${files === 1 ? "file" : "files"} changed since`,
    cancel: "Cancel",
  },
};
