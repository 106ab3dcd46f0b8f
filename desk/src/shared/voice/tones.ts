const RING_HZ = 450;
const RING_ON_S = 1;
const RING_EVERY_MS = 5_000;

const KEYS: Record<string, [number, number]> = {
  "1": [697, 1209],
  "2": [697, 1336],
  "3": [697, 1477],
  "4": [770, 1209],
  "5": [770, 1336],
  "6": [770, 1477],
  "7": [852, 1209],
  "8": [852, 1336],
  "9": [852, 1477],
  "*": [941, 1209],
  "0": [941, 1336],
  "#": [941, 1477],
};

let context: AudioContext | null = null;

function sound(frequencies: readonly number[], seconds: number, volume: number): void {
  context ??= new AudioContext();
  // A page nobody has clicked may not sound; the ring is then only seen.
  if (context.state === "suspended") void context.resume().catch(() => undefined);
  const start = context.currentTime;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.02);
  gain.gain.setValueAtTime(volume, start + seconds - 0.03);
  gain.gain.linearRampToValueAtTime(0, start + seconds);
  gain.connect(context.destination);
  for (const frequency of frequencies) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

/** Rings as Chinese phones do, one second in five, until the returned function is called. */
export function ring(): () => void {
  const once = () => sound([RING_HZ], RING_ON_S, 0.16);
  once();
  const timer = setInterval(once, RING_EVERY_MS);
  return () => clearInterval(timer);
}

/** The short sound of a key. */
export function keyTone(key: string): void {
  const pair = KEYS[key];
  if (pair) sound(pair, 0.12, 0.06);
}
