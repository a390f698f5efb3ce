import type { Language } from "../language";
import type { Texts } from "./texts";

/** Times of day, days and money as the reader writes them, where the reader is. */
export class Formats {
  private readonly time: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly dated: Intl.DateTimeFormat;
  private readonly yuan: Intl.NumberFormat;

  constructor(
    readonly language: Language,
    private readonly texts: Texts,
  ) {
    const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    const day = { month: "short", day: "numeric" } as const;
    this.time = new Intl.DateTimeFormat(language, hour);
    this.date = new Intl.DateTimeFormat(language, { ...day, weekday: "short" });
    this.dated = new Intl.DateTimeFormat(language, { ...day, ...hour });
    this.yuan = new Intl.NumberFormat(language, { style: "currency", currency: "CNY" });
  }

  clock(at: number): string {
    return this.time.format(at);
  }

  day(at: number): string {
    const away = daysAway(at);
    if (away === 0) return this.texts.today;
    if (away === -1) return this.texts.yesterday;
    if (away === 1) return this.texts.tomorrow;
    return this.date.format(at);
  }

  /** A day with its time. */
  moment(at: number): string {
    return Math.abs(daysAway(at)) <= 1 ? `${this.day(at)} ${this.clock(at)}` : this.dated.format(at);
  }

  money(amount: number): string {
    return this.yuan.format(amount);
  }

  bytes(count: number): string {
    const megabytes = count / 1024 / 1024;
    if (megabytes < 0.1) return `${Math.max(1, Math.round(count / 1024))} KB`;
    return `${megabytes.toFixed(megabytes < 10 ? 1 : 0).replace(".0", "")} MB`;
  }
}

function daysAway(at: number): number {
  return Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 86_400_000);
}
