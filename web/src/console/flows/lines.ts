/** How wide text is, in Chinese characters: others take about half of one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u2e80-\uffef]/.test(character) ? 1 : 0.56;
  return width;
}

/** Text in lines of at most so many Chinese characters; what does not fit into the last ends with `…`. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  const words =
    text
      .replace(/\s+/g, " ")
      .trim()
      .match(/[!-~]+ ?|./gu) ?? [];
  for (const word of words.flatMap((word) => pieces(word, width))) {
    // No line begins with a comma: it hangs over the end of the one before.
    const hangs = /^[，。、；：？！）」』…,.;:?!)]+ ?$/u.test(word);
    if (line !== "" && !hangs && widthOf(line + word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  if (line !== "") lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? "";
  return [...lines.slice(0, most - 1), `${shortened(last, width - 1)}…`];
}

/** A word that is longer than a line. */
function pieces(word: string, width: number): string[] {
  const most = Math.max(1, Math.floor(width / 0.56));
  const found: string[] = [];
  for (let at = 0; at < word.length; at += most) found.push(word.slice(at, at + most));
  return found;
}

function shortened(text: string, width: number): string {
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) > width) break;
    kept += character;
  }
  return kept;
}
