import type { Language } from "../language";

/** Where the shop is: the chat tells times by the same clock. */
const timeZone = "Asia/Shanghai";

export function yuan(amount: number, language: Language): string {
  const style = { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" } as const;
  return new Intl.NumberFormat(language, style).format(amount);
}

/** The time of today, and the day of what is longer ago or to come. */
export function when(at: string, language: Language, now = new Date()): string {
  const day = (date: Date) => date.toLocaleDateString("sv", { timeZone });
  const date = new Date(at);
  const today = day(date) === day(now);
  const shown: Intl.DateTimeFormatOptions = today
    ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
    : { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const time = new Intl.DateTimeFormat(language, { ...shown, timeZone }).format(date);
  if (!today) return time;
  return language === "en" ? `today ${time}` : `今天 ${time}`;
}
