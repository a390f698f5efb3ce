import { readLines } from "./adding";

/** The examples of an intent's file, as far as its lines say: reading YAML in full is the server's work. */
export function examplesIn(file: string): { intent: string | null; texts: string[] } {
  const lines = file.split(/\r?\n/);
  const intent = lines.map((line) => /^intent:\s*["']?([\w.]+)/.exec(line)?.[1]).find(Boolean) ?? null;
  const begin = lines.findIndex((line) => /^examples:\s*[|>]/.test(line));
  if (begin === -1) return { intent, texts: [] };
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  const block = end === -1 ? rest : rest.slice(0, end);
  return { intent, texts: readLines(block.filter((line) => !/^\s*#/.test(line)).join("\n")) };
}
