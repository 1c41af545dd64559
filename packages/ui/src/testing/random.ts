/** Numbers between 0 and 1 that are the same in every run: a small generator with a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A smooth line of shares around a level, one value per point; the same seed gives the same line. */
export function wave(seed: number, level: number, points: number): number[] {
  const random = randomFrom(seed);
  let drift = 0;
  return Array.from({ length: points }, (_, point) => {
    drift = drift * 0.8 + (random() - 0.5) * 0.5;
    const swing = Math.sin((point / points) * Math.PI * 4 + seed) * 0.25;
    return Math.max(0, level * (1 + swing + drift));
  });
}
