import type { Language } from "../../../language";
import { en } from "./en";
import type { DashboardText } from "./type";
import { zh } from "./zh";

export type { Caption, DashboardText, Meaning } from "./type";

export const text: Record<Language, DashboardText> = { "zh-CN": zh, en };
