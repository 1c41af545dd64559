const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The part of the world that a geohash names, in degrees. */
export interface Cell {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** The cell of a geohash; undefined for a text that is none. Bits go to longitude and latitude in turn. */
export function geohashCell(text: string): Cell | undefined {
  const ranges: [[number, number], [number, number]] = [
    [-180, 180],
    [-90, 90],
  ];
  let turn: 0 | 1 = 0;
  for (const letter of text.toLowerCase()) {
    const code = LETTERS.indexOf(letter);
    if (code < 0) {
      return undefined;
    }
    for (let bit = 16; bit > 0; bit >>= 1) {
      const range = ranges[turn];
      const middle = (range[0] + range[1]) / 2;
      range[(code & bit) === 0 ? 1 : 0] = middle;
      turn = turn === 0 ? 1 : 0;
    }
  }
  const [[west, east], [south, north]] = ranges;
  return text === '' ? undefined : { west, east, south, north };
}
