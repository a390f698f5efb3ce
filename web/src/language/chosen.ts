import { effect, signal } from "@preact/signals";
import { type Language, preferred } from ".";

const KEY = "xiaoer.language";

/** The language of our own pages: what was chosen on this device, else what the browser prefers. */
export const language = signal<Language>(remembered() ?? preferred());

effect(() => {
  document.documentElement.lang = language.value;
});

export function choose(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Without storage it holds until the page is left.
  }
}

function remembered(): Language | undefined {
  try {
    const chosen = localStorage.getItem(KEY);
    return chosen === "zh-CN" || chosen === "en" ? chosen : undefined;
  } catch {
    return undefined;
  }
}
