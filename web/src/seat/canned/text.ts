import type { Language } from "../../language";

interface Text {
  title: string;
  about: string;
  add: string;
  edit: string;
  shortcut: string;
  name: string;
  words: string;
  wordsAbout: string;
  save: string;
  cancel: string;
  remove: string;
  removed: string;
  saved: string;
  none: string;
  noneAbout: string;
  shared: string;
  forAll: string;
  loading: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    title: "快捷回复",
    about: "回复时输入 / 加快捷词就能填入。公共的由主管维护，大家都能用。",
    add: "新建快捷回复",
    edit: "编辑",
    shortcut: "快捷词",
    name: "标题",
    words: "内容",
    wordsAbout: "可用变量：{{seat}} 我的名字，{{customer}} 客户，{{order_no}} 订单号等。",
    save: "保存",
    cancel: "取消",
    remove: "删除",
    removed: "已删除",
    saved: "已保存",
    none: "还没有快捷回复",
    noneAbout: "把常说的话存下来，以后一个 / 就能用。",
    shared: "公共",
    forAll: "公共：全店坐席都能用",
    loading: "正在读取…",
  },
  en: {
    title: "Canned replies",
    about: "Write / and the shortcut while you reply. Shared ones are kept by supervisors.",
    add: "New canned reply",
    edit: "Edit",
    shortcut: "Shortcut",
    name: "Title",
    words: "Text",
    wordsAbout:
      "Variables: {{seat}} is your name, {{customer}} the customer, {{order_no}} the order, and so on.",
    save: "Save",
    cancel: "Cancel",
    remove: "Delete",
    removed: "Deleted",
    saved: "Saved",
    none: "No canned replies yet",
    noneAbout: "Keep what you say often; a / brings it back.",
    shared: "Shared",
    forAll: "Shared: for all seats of the shop",
    loading: "Reading…",
  },
};
