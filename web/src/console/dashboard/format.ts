import type { Language } from "../../language";
import type { By } from "../../wire/report";

/** Figures as people read them, in their language and by the shop's clock. */
export interface Format {
  count(count: number): string;
  /** Of a share from 0 to 1. */
  share(share: number | null): string;
  /** With a sign. */
  change(change: number): string;
  /** In points or stars, with a sign. */
  points(change: number): string;
  stars(mean: number | null): string;
  seconds(seconds: number | null): string;
  /** A bucket of a chart, in full. */
  bucket(at: string): string;
  /** The same under an axis. */
  tick(at: string): string;
  /** `2026-11-21`, as a day. */
  day(day: string): string;
  time(at: string): string;
  /** From Monday. */
  weekdays: string[];
}

export const NOTHING = "–";

export function format(language: Language, timeZone: string, by: By): Format {
  const date = (options: Intl.DateTimeFormatOptions, zone = timeZone) => {
    const formatted = new Intl.DateTimeFormat(language, { hourCycle: "h23", ...options, timeZone: zone });
    return (at: string) => formatted.format(new Date(at));
  };
  const number = (options: Intl.NumberFormatOptions) => {
    const formatted = new Intl.NumberFormat(language, options);
    return (value: number) => formatted.format(value);
  };
  const percent = number({ style: "percent", maximumFractionDigits: 1 });
  const stars = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const day = { month: "short", day: "numeric" } as const;
  const hour = { hour: "2-digit", minute: "2-digit" } as const;
  const monday = Date.UTC(2024, 0, 1);
  const weekday = date({ weekday: "short" }, "UTC");
  return {
    count: number({}),
    share: (share) => (share === null ? NOTHING : percent(share)),
    change: number({ style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }),
    points: number({ maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    stars: (mean) => (mean === null ? NOTHING : stars(mean)),
    seconds: (seconds) => (seconds === null ? NOTHING : duration(seconds, language)),
    bucket: date(by === "hour" ? { ...day, ...hour } : { ...day, weekday: "short" }),
    tick: date(by === "hour" ? hour : { month: "numeric", day: "numeric" }),
    day: date({ ...day, year: "numeric" }, "UTC"),
    time: date({ ...hour, second: "2-digit" }),
    weekdays: [0, 1, 2, 3, 4, 5, 6].map((days) =>
      weekday(new Date(monday + days * 86_400_000).toISOString()),
    ),
  };
}

/** In at most two units: nobody needs the seconds of an hour. */
function duration(seconds: number, language: Language): string {
  const [h, m, s] = language === "en" ? [" h", " min", " s"] : [" 小时", " 分", " 秒"];
  if (seconds < 10) return `${Math.round(seconds * 10) / 10}${s}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${s}`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes}${m}` : `${minutes}${m} ${whole % 60}${s}`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)}${h}` : `${Math.floor(minutes / 60)}${h} ${rest}${m}`;
}
