/** One soft note. Browsers that want a click first stay silent. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    const note = audio.createOscillator();
    const volume = audio.createGain();
    const now = audio.currentTime;
    note.frequency.value = 784;
    volume.gain.setValueAtTime(0.08, now);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + 0.5);
    note.connect(volume).connect(audio.destination);
    note.start();
    note.stop(now + 0.5);
    note.onended = () => audio.close();
  } catch {
    // Without sound.
  }
}
