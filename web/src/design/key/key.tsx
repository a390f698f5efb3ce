import "./key.css";

/** Keys as they stand on a keyboard: `Ctrl+K`. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split("+").map((key) => (
        <kbd key={key}>{spelled(key)}</kbd>
      ))}
    </span>
  );
}

const APPLE = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
const SPELLED: Record<string, string> = { Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑", Mod: "Ctrl" };
const ON_APPLE: Record<string, string> = { Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Enter: "↩", Mod: "⌘" };

export function spelled(key: string): string {
  return (APPLE ? ON_APPLE[key] : undefined) ?? SPELLED[key] ?? key;
}
