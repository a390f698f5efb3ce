/** A line of a unified diff. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  /** Its number before and after; null where it is not there. */
  before: number | null;
  after: number | null;
  /** What of it is new or gone, where a line only changed: from which character to which. */
  part: readonly [from: number, until: number] | null;
}

/** Lines that stand together. */
export interface Hunk {
  lines: DiffLine[];
}

/** Reads a unified diff of one file. Lines that it does not know it leaves out. */
export function readDiff(diff: string): Hunk[] {
  const hunks: Hunk[] = [];
  let [before, after] = [0, 0];
  for (const line of diff.split("\n")) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (head !== null) {
      [before, after] = [Number(head[1]), Number(head[2])];
      hunks.push({ lines: [] });
      continue;
    }
    // Before the first hunk stand the names of the files.
    const lines = hunks.at(-1)?.lines;
    if (lines === undefined) continue;
    const text = line.slice(1);
    if (line.startsWith("+")) lines.push({ kind: "added", text, before: null, after: after++, part: null });
    else if (line.startsWith("-"))
      lines.push({ kind: "removed", text, before: before++, after: null, part: null });
    else if (line.startsWith(" "))
      lines.push({ kind: "same", text, before: before++, after: after++, part: null });
  }
  for (const { lines } of hunks) markParts(lines);
  return hunks;
}

/** How many lines came and went. */
export function countLines(hunks: readonly Hunk[]): { added: number; removed: number } {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const of = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { added: of("added"), removed: of("removed") };
}

/** As many lines that came as went just before are taken for the same lines, changed. */
function markParts(lines: DiffLine[]): void {
  for (let at = 0; at < lines.length; ) {
    const gone = run(lines, at, "removed");
    const come = run(lines, at + gone, "added");
    if (gone > 0 && gone === come) {
      for (let step = 0; step < gone; step++) {
        const [old, now] = [lines[at + step], lines[at + gone + step]];
        if (old !== undefined && now !== undefined) compare(old, now);
      }
    }
    at += Math.max(1, gone + come);
  }
}

function run(lines: DiffLine[], from: number, kind: DiffLine["kind"]): number {
  let length = 0;
  while (lines[from + length]?.kind === kind) length++;
  return length;
}

/** What both begin and end with is the same; the rest is what changed. */
function compare(old: DiffLine, now: DiffLine): void {
  const shorter = Math.min(old.text.length, now.text.length);
  let head = 0;
  while (head < shorter && old.text[head] === now.text[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.text.at(-1 - tail) === now.text.at(-1 - tail)) tail++;
  // Lines that have next to nothing in common are two lines.
  if (head + tail < shorter * 0.3) return;
  old.part = [head, old.text.length - tail];
  now.part = [head, now.text.length - tail];
}
