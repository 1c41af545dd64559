/** ASCII characters that are neither letter nor digit. All others belong to tokens, as for the engine. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters separate tokens.
const SEPARATORS = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+/;

/**
 * The tokens of a text, exactly as the engine's `tokens(lower(text), 'splitByNonAlpha')`: runs of ASCII letters,
 * digits and everything beyond ASCII, with ASCII letters in lower case. A Hangul word stays whole.
 */
export function analyze(text: string): readonly string[] {
  return lowerAscii(text)
    .split(SEPARATORS)
    .filter((token) => token !== '');
}

/** Lower case for ASCII letters only, as the engine's `lower`. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
