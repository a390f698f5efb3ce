import type { Language } from "../language";

interface Text {
  title: string;
  loading: string;
  unreachable: string;
  unreachableAbout: string;
  again: string;
  noAnswer: string;
  noAnswerAbout: string;
  console: string;
}

export const text: Record<Language, Text> = {
  "zh-CN": {
    title: "坐席工作台",
    loading: "正在打开工作台…",
    unreachable: "连不上服务器",
    unreachableAbout: "请检查网络，或者问问管理员服务器是不是在重启。",
    again: "再试一次",
    noAnswer: "您的账号不接待客户",
    noAnswerAbout: "接待客户要用坐席、主管或管理员的账号。",
    console: "去运营看板",
  },
  en: {
    title: "Desk",
    loading: "Opening the desk…",
    unreachable: "The server cannot be reached",
    unreachableAbout: "Check your connection, or ask an admin whether the server is restarting.",
    again: "Try again",
    noAnswer: "Your account does not answer customers",
    noAnswerAbout: "That takes an account of a seat, a supervisor or an admin.",
    console: "To the dashboard",
  },
};
