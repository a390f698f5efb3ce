import { signal } from "@preact/signals";
import { language } from "../../language/chosen";

/** The clock of everything that ticks, in milliseconds. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 1000);

/** `0:07`, `12:30`, `1:02:03`: how long, up to the second. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const pad = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** `刚刚`, `3分钟`, `昨天`: how long ago, in the shortest words. */
export function ago(at: string, current: number): string {
  const minutes = Math.floor((current - Date.parse(at)) / 60_000);
  const english = language.value === "en";
  if (minutes < 1) return english ? "now" : "刚刚";
  if (minutes < 60) return english ? `${minutes} min` : `${minutes}分钟`;
  if (sameDay(at, current)) return time(at);
  return date(at);
}

export function time(at: string): string {
  return format({ hour: "2-digit", minute: "2-digit", hour12: false }, at);
}

export function date(at: string): string {
  const thisYear = new Date(at).getFullYear() === new Date().getFullYear();
  return format({ month: "short", day: "numeric", ...(!thisYear && { year: "numeric" }) }, at);
}

export function dateAndTime(at: string): string {
  return `${date(at)} ${time(at)}`;
}

/** Of a line between two days. */
export function day(at: string, current = Date.now()): string {
  const english = language.value === "en";
  if (sameDay(at, current)) return english ? "Today" : "今天";
  if (sameDay(at, current - 24 * 3600_000)) return english ? "Yesterday" : "昨天";
  return format({ year: "numeric", month: "long", day: "numeric", weekday: "short" }, at);
}

export function sameDay(at: string, other: string | number): boolean {
  return new Date(at).toDateString() === new Date(other).toDateString();
}

/** `约2分钟`: seconds in words. */
export function about(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return language.value === "en" ? `about ${minutes} min` : `约${minutes}分钟`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow; using one is not. */
function format(options: Intl.DateTimeFormatOptions, at: string): string {
  const key = language.value + JSON.stringify(options);
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(language.value, options);
    formats.set(key, known);
  }
  const when = new Date(at);
  return Number.isNaN(when.getTime()) ? at : known.format(when);
}
