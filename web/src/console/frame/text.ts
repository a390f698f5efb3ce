import type { Language } from "../../language";

export interface FrameText {
  title: string;
  name: string;
  navigation: string;
  desk: string;
  signOut: string;
  notSignedOut: string;
  notYours: string;
  keys: string;
  everywhere: string;
  goTo: string;
  role: Record<"seat" | "supervisor" | "operator" | "admin", string>;
}

export const text: Record<Language, FrameText> = {
  "zh-CN": {
    title: "登录运营后台",
    name: "小二",
    navigation: "后台导航",
    desk: "坐席工作台",
    signOut: "退出登录",
    notSignedOut: "没能退出，请检查网络后再试。",
    notYours: "您的账号还不能进运营后台，需要的话请让管理员调整角色。",
    keys: "快捷键",
    everywhere: "每一页",
    goTo: "去别的页",
    role: { seat: "客服", supervisor: "客服主管", operator: "运营", admin: "管理员" },
  },
  en: {
    title: "Sign in to the console",
    name: "xiaoer",
    navigation: "Console",
    desk: "Desk",
    signOut: "Sign out",
    notSignedOut: "You are still signed in. Check your connection and try again.",
    notYours: "Your account has no page here. An admin can give you a role that has.",
    keys: "Keys",
    everywhere: "On every page",
    goTo: "To another page",
    role: { seat: "Seat", supervisor: "Supervisor", operator: "Operator", admin: "Admin" },
  },
};
