/** `'s` at the end of a word off. */
export function possessiveEnglish(word: string): string {
  return word.replace(/['’＇][sS]$/u, '');
}
