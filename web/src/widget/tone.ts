/** Two soft notes. Browsers that want a click first stay silent. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    for (const [at, pitch] of [
      [0, 660],
      [0.12, 880],
    ] as const) {
      const note = audio.createOscillator();
      const volume = audio.createGain();
      const begins = audio.currentTime + at;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0, begins);
      volume.gain.linearRampToValueAtTime(0.06, begins + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, begins + 0.35);
      note.connect(volume).connect(audio.destination);
      note.start(begins);
      note.stop(begins + 0.4);
      note.onended = () => at > 0 && audio.close();
    }
  } catch {
    // Without sound.
  }
}
