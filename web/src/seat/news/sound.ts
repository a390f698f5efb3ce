import { type Kind, settings } from "../settings/settings";

/** Two tones each, in hertz: what is urgent goes up. */
const TONES: Record<Kind, [number, number]> = {
  offer: [660, 990],
  message: [740, 740],
  queue: [520, 520],
  reminder: [880, 660],
};
/** Sounds of one kind come at least this far apart, in milliseconds. */
const APART = 1_200;

let context: AudioContext | undefined;
const playedAt = new Map<Kind, number>();

export function play(kind: Kind): void {
  const at = Date.now();
  if (!settings.peek().sounds[kind] || at - (playedAt.get(kind) ?? 0) < APART) return;
  playedAt.set(kind, at);
  ring(kind);
}

/** Whether it is wanted or not; to try it out. */
export function ring(kind: Kind): void {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  // Before anybody has clicked, browsers keep it silent.
  if (context.state === "suspended") void context.resume();
  const [first, second] = TONES[kind];
  tone(context, first, 0);
  tone(context, second, 0.14);
}

function tone(on: AudioContext, hertz: number, after: number): void {
  const begin = on.currentTime + after;
  const volume = on.createGain();
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.12, begin + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.18);
  const source = on.createOscillator();
  source.type = "sine";
  source.frequency.value = hertz;
  source.connect(volume).connect(on.destination);
  source.start(begin);
  source.stop(begin + 0.2);
}
