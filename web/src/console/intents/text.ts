import type { Language } from "../../language";
import { en } from "./text-en";
import type { IntentsText } from "./text-type";
import { zh } from "./text-zh";

export const text: Record<Language, IntentsText> = { "zh-CN": zh, en };
