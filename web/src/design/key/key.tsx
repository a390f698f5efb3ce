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
const ON_APPLE: Record<string, string> = { Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Enter: "↩", Mod: "⌘" };

export function spelled(key: string): string {
  if (APPLE) return ON_APPLE[key] ?? key;
  return key === "Mod" ? "Ctrl" : key;
}
