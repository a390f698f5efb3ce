import type { Diagnostic } from "@codemirror/lint";
import type { Language } from "../../language";
import type { Finding } from "../../wire/content";
import { findingNote } from "./finding-note";

/** Findings as an editor marks them: to the end of the line, since a finding says only where it begins. */
export function diagnostics(findings: readonly Finding[], text: string, language: Language): Diagnostic[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return findings
    .map((finding) => {
      const { line, column, severity, code } = finding;
      const place = Math.min(Math.max(1, line), starts.length);
      const start = starts[place - 1] ?? 0;
      const end = (starts[place] ?? text.length + 1) - 1;
      const from = Math.min(start + Math.max(0, column - 1), end);
      return { from, to: Math.max(from, end), severity, source: code, ...findingNote(finding, language) };
    })
    .sort((one, other) => one.from - other.from);
}
