/** The number of `--series-N` colours in `tokens.css`. */
const SERIES_COLORS = 8;

/** The colour of a named thing, the same on every page and in every chart: chosen by hash of the name. */
export function colorOf(name: string): string {
  let hash = 2_166_136_261;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16_777_619);
  }
  return `var(--series-${((hash >>> 0) % SERIES_COLORS) + 1})`;
}
