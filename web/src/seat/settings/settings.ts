import { effect, signal } from "@preact/signals";
import { kept } from "../../wire/kept";

export type Kind = "offer" | "message" | "queue" | "reminder";

export interface Settings {
  /** Which keys send what stands in the box; the other of the two begins a new line. */
  send: "enter" | "ctrl-enter";
  sounds: Record<Kind, boolean>;
  notifications: boolean;
  theme: "system" | "light" | "dark";
}

const KEY = "xiaoer.desk.settings";
const DEFAULTS: Settings = {
  send: "enter",
  sounds: { offer: true, message: true, queue: false, reminder: true },
  notifications: false,
  theme: "system",
};

/** Of this device. */
export const settings = signal<Settings>(read());

effect(() => kept.set(KEY, settings.value));

effect(() => {
  const { theme } = settings.value;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});

export function set(change: Partial<Settings>): void {
  settings.value = { ...settings.peek(), ...change };
}

function read(): Settings {
  const known = kept.get<Partial<Settings>>(KEY) ?? {};
  return { ...DEFAULTS, ...known, sounds: { ...DEFAULTS.sounds, ...known.sounds } };
}
