/** Numbers between 0 and 1 that are the same in every run: a small generator with a seed (mulberry32). */
export declare function randomFrom(seed: number): () => number;
/** A smooth line of shares around a level, one value per point; the same seed gives the same line. */
export declare function wave(seed: number, level: number, points: number): number[];
//# sourceMappingURL=random.d.ts.map