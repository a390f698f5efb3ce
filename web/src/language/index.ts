/** The languages of every page. Texts live beside what shows them, one object each, of one type. */
export type Language = "zh-CN" | "en";

/** The first of what the reader prefers that we speak; Chinese for those who prefer neither. */
export function preferred(wanted: readonly string[] = navigator.languages): Language {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return "zh-CN";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "zh-CN";
}
