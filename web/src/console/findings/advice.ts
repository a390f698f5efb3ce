import type { Language } from "../../language";
import { en } from "./advice-en";
import { zh } from "./advice-zh";

/** What is wrong, and how it is put right. */
export type Advice = readonly [wrong: string, todo: string];

export const advice: Record<Language, Readonly<Record<string, Advice>>> = { "zh-CN": zh, en };

/** Null of a kind of finding that only a newer server knows: then its own sentence is all there is. */
export function adviceOn(code: string, language: Language): Advice | null {
  return advice[language][code] ?? null;
}
