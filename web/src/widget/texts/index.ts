import type { Language } from "../../language";
import type { Day, ShopTexts } from "../settings";
import { CHINESE } from "./chinese";
import { ENGLISH } from "./english";

/** Everything that the widget says. */
export interface Texts extends ShopTexts {
  bot: string;
  seat: string;
  you: string;
  close: string;
  menu: string;
  unread(count: number): string;
  newMessages: string;
  log: string;
  today: string;
  yesterday: string;
  tomorrow: string;

  connecting: string;
  lost: string;
  ended: string;
  withBot: string;
  withSeat(name: string): string;

  person: string;
  personClosed(at: string | null): string;
  queued(position: number): string;
  eta(minutes: number): string;
  etaUnknown: string;

  waiting: string;
  joined(name: string | null): string;
  back: string;
  goneOn: string;
  over: string;
  timedOut: string;
  introduced: string;
  left: string;
  rated: string;

  typing(name: string): string;
  sending: string;
  sent: string;
  read: string;
  failed: string;
  again: string;
  drop: string;
  errors: Record<string, string>;

  message: string;
  send: string;
  attach: string;
  dropHere: string;
  tooBig(limit: string): string;
  wrongType: string;
  charactersLeft(count: number): string;

  chosen: string;
  picture(name: string): string;

  copy(what: string): string;
  copied: string;
  parcel: string;
  order: string;
  trackingNo: string;
  orderNo: string;
  expected: string;
  stalled(days: number): string;
  allScans(count: number): string;
  fewerScans: string;
  total: string;
  placed: string;
  status: Record<string, string>;

  rate: string;
  rateAsk: string;
  stars(count: number): string;
  scores: readonly [string, string, string, string, string];
  rateWords: string;
  submit: string;
  skip: string;

  leave: string;
  leaveText: string;
  leaveContact: string;
  leaveContactHint: string;

  introduce: string;
  start: string;

  hours: string;
  opensAt(at: string): string;
  openNow: string;
  closedNow: string;
  closedDay: string;
  allDay: string;
  days: Record<Day, string>;
  sound: string;
}

/** With the shop's own words where it has any. */
export function texts(language: Language, shop: Partial<ShopTexts> | undefined): Texts {
  const ours = language === "en" ? ENGLISH : CHINESE;
  const said = Object.entries(shop ?? {}).filter(([, text]) => typeof text === "string" && text !== "");
  return { ...ours, ...Object.fromEntries(said) };
}
