import "./badge.css";
import type { ComponentChildren } from "preact";

export type Tone = "plain" | "accent" | "danger" | "warning" | "good";

/** A word or a number that marks something. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** How many; nothing where there are none. */
export function Count({ of, tone = "plain", label }: { of: number; tone?: Tone; label?: string }) {
  if (of === 0) return null;
  return (
    <span class={`badge count ${tone}`}>
      {of > 999 ? "999+" : of}
      {label !== undefined && <span class="unseen">{label}</span>}
    </span>
  );
}
