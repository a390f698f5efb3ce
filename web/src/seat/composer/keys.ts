import type { Settings } from "../settings/settings";

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** Whether this key press sends what stands in the box. */
export function sends({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, send: Settings["send"]): boolean {
  if (key !== "Enter" || shiftKey || altKey) return false;
  return send === "enter" || ctrlKey || metaKey;
}

/** Whether it belongs to an input method that is still putting a word together. Safari says so by the code alone. */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}
