/** What a line that somebody wants to add is, beside all examples that stand already. */
export interface Line {
  text: string;
  /** `elsewhere` stands under another intent; `twice` is another line of the same ones. */
  is: "new" | "here" | "twice" | "elsewhere";
  /** Where it stands, if elsewhere. */
  intent: string | null;
}

/** Lines as they are pasted: from a table, a chat, or the YAML itself. */
export function readLines(pasted: string): string[] {
  return pasted
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*[-•*]\s+/, "").trim())
    .filter((line) => line !== "");
}

/**
 * @param here what stands under the intent already.
 * @param elsewhere the intents of all other examples, by {@link plain} text.
 */
export function judge(
  lines: readonly string[],
  here: readonly string[],
  elsewhere: ReadonlyMap<string, string>,
): Line[] {
  const known = new Set(here.map(plain));
  const before = new Set<string>();
  return lines.map((text) => {
    const words = plain(text);
    const other = elsewhere.get(words) ?? null;
    const is = known.has(words) ? "here" : before.has(words) ? "twice" : other !== null ? "elsewhere" : "new";
    before.add(words);
    return { text, is, intent: is === "elsewhere" ? other : null };
  });
}

/** As two examples are compared: width, case, blanks, punctuation and marks of entities aside. */
export function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, "");
}
