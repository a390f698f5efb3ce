import type { Language } from "../../language";
import type { Failure } from "./failure";

export interface SignInText {
  email: string;
  password: string;
  show: string;
  hide: string;
  signIn: string;
  signingIn: string;
  again(seconds: number): string;
  failure: Record<Failure, string>;
}

export const text: Record<Language, SignInText> = {
  "zh-CN": {
    email: "邮箱",
    password: "密码",
    show: "显示密码",
    hide: "隐藏密码",
    signIn: "登录",
    signingIn: "正在登录…",
    again: (seconds) => `${seconds} 秒后可以再试`,
    failure: {
      credentials: "邮箱或密码不对，请检查后再试。",
      throttled: "尝试的次数太多了，请稍等一会儿再试。",
      offline: "连不上服务器，请检查网络后再试。",
      server: "服务器暂时出了点问题，请稍后再试。",
    },
  },
  en: {
    email: "Email",
    password: "Password",
    show: "Show password",
    hide: "Hide password",
    signIn: "Sign in",
    signingIn: "Signing in…",
    again: (seconds) => `Try again in ${seconds} s`,
    failure: {
      credentials: "The email or the password is wrong. Check both and try again.",
      throttled: "Too many attempts. Wait a moment, then try again.",
      offline: "The server cannot be reached. Check your connection and try again.",
      server: "Something went wrong on the server. Try again in a moment.",
    },
  },
};
