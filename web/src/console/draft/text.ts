import type { Language } from "../../language";
import { en } from "./text-en";
import type { DraftText } from "./text-type";
import { zh } from "./text-zh";

export const text: Record<Language, DraftText> = { "zh-CN": zh, en };
