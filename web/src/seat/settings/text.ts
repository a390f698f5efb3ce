import type { Language } from "../../language";
import type { Kind } from "./settings";

interface Text {
  title: string;
  about: string;
  send: string;
  enter: string;
  ctrlEnter: string;
  sounds: string;
  kinds: Record<Kind, string>;
  tryOut(kind: string): string;
  notifications: string;
  notify: string;
  notifyAbout: string;
  refused: string;
  theme: string;
  system: string;
  light: string;
  dark: string;
  language: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    title: "设置",
    about: "只对这台设备生效。",
    send: "发送消息",
    enter: "Enter 发送，Shift+Enter 换行",
    ctrlEnter: "Ctrl+Enter 发送，Enter 换行",
    sounds: "提示音",
    kinds: {
      offer: "有客户分给我",
      message: "我的客户发来消息",
      reminder: "客户等我回复太久",
      queue: "有人开始排队",
    },
    tryOut: (kind) => `试听：${kind}`,
    notifications: "桌面通知",
    notify: "页面不在眼前时弹出通知",
    notifyAbout: "分给我的客户、客户的消息和超时提醒。",
    refused: "浏览器已拒绝通知，请在地址栏左侧的网站设置里允许。",
    theme: "外观",
    system: "跟随系统",
    light: "浅色",
    dark: "深色",
    language: "语言",
  },
  en: {
    title: "Settings",
    about: "For this device.",
    send: "Sending",
    enter: "Enter sends, Shift+Enter begins a line",
    ctrlEnter: "Ctrl+Enter sends, Enter begins a line",
    sounds: "Sounds",
    kinds: {
      offer: "A customer is offered to me",
      message: "My customer writes",
      reminder: "A customer waits long for my answer",
      queue: "Somebody begins to wait",
    },
    tryOut: (kind) => `Try: ${kind}`,
    notifications: "Notifications",
    notify: "Tell me while the page is hidden",
    notifyAbout: "Offers, messages of my customers and reminders.",
    refused: "The browser refuses notifications; allow them in its settings for this site.",
    theme: "Look",
    system: "As the system",
    light: "Light",
    dark: "Dark",
    language: "Language",
  },
};
