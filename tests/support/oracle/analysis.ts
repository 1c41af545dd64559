/** The words of a text, as the standard analyzer has them of the few signs that texts have here. */
export const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[a-zé\d]+/g) ?? [];

/** True if one word becomes the other by one letter that is added, left out, changed, or swapped with its neighbour. */
export function isSimilar(a: string, b: string): boolean {
  if (a === b) {
    return true;
  }
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const without = (word: string, at: number) => word.slice(0, at) + word.slice(at + 1);
  if (long.length - short.length === 1) {
    return [...long].some((_, i) => without(long, i) === short);
  }
  const differ = [...a].flatMap((letter, i) => (letter === b[i] ? [] : [i]));
  const [i = 0, j = 0] = differ;
  const isSwap = differ.length === 2 && j === i + 1 && a[i] === b[j] && a[j] === b[i];
  return a.length === b.length && (differ.length === 1 || isSwap);
}
