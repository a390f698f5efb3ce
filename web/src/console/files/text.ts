import type { Language } from "../../language";

interface FilesText {
  title: string;
  about: string;
  loading: string;
  again: string;
  saved: string;
  save: string;
  drop: string;
  unsaved: string;
  inDraft: string;
  asLive: string;
  noEditor: string;
  conflict: string;
  conflictAbout: string;
  theirs: string;
  mine: string;
  takeTheirs: string;
  saveMine: string;
  back: string;
  find: string;
  changed: string;
  none: string;
  errors(count: number): string;
}

export const text: Record<Language, FilesText> = {
  "zh-CN": {
    title: "源文件",
    about: "后台写的就是这些文件；注释和顺序都会保留。",
    loading: "正在打开",
    again: "重试",
    saved: "已存进草稿，正在检查",
    save: "保存",
    drop: "放弃我的改动",
    unsaved: "有未保存的改动（本机已留底）",
    inDraft: "草稿里改过",
    asLive: "和线上一致",
    noEditor: "编辑器没有加载成功，请刷新页面再试。",
    conflict: "同事刚改过这个文件。",
    conflictAbout: "左边是现在的内容，右边是您写的；右边可以接着改，定了再保存。",
    theirs: "现在的内容",
    mine: "您写的",
    takeTheirs: "用现在的，放弃我的",
    saveMine: "保存右边的",
    back: "全部文件",
    find: "查找文件",
    changed: "已改",
    none: "没有这样的文件",
    errors: (count) => `${count} 处问题`,
  },
  en: {
    title: "Files",
    about: "These are what the console writes; comments and order stay.",
    loading: "Opening",
    again: "Try again",
    saved: "Saved to the draft, being checked",
    save: "Save",
    drop: "Drop my changes",
    unsaved: "Not saved yet (this device keeps it)",
    inDraft: "Changed in the draft",
    asLive: "As live",
    noEditor: "The editor did not load. Reload the page and try again.",
    conflict: "A colleague has just saved this file.",
    conflictAbout:
      "Left is what is there now, right is yours; go on writing there, and save when it is right.",
    theirs: "As it is now",
    mine: "Yours",
    takeTheirs: "Take theirs, drop mine",
    saveMine: "Save the right one",
    back: "All files",
    find: "Find a file",
    changed: "changed",
    none: "No such file",
    errors: (count) => `${count} ${count === 1 ? "finding" : "findings"}`,
  },
};
