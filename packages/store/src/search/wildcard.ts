/** A piece of a pattern of `*` and `?`: text that stands for itself, or a sign. */
type Piece = { readonly text: string } | { readonly sign: '*' | '?' };

/** Splits a pattern; a backslash takes the meaning from what follows. */
function pieces(pattern: string): readonly Piece[] {
  const found: Piece[] = [];
  for (const [, escaped, sign, text] of pattern.matchAll(/\\(.|$)|([*?])|([^\\*?]+)/gsu)) {
    if (sign === '*' || sign === '?') {
      found.push({ sign });
    } else {
      found.push({ text: text ?? (escaped === '' ? '\\' : (escaped ?? '')) });
    }
  }
  return found;
}

/** A pattern as the engine's `LIKE` takes it. */
export function wildcardToLike(pattern: string): string {
  return pieces(pattern)
    .map((piece) => ('text' in piece ? escapeLike(piece.text) : piece.sign === '*' ? '%' : '_'))
    .join('');
}

/** A pattern as a regular expression, with one for the characters that its signs stand for, and for its texts. */
export function wildcardToExpression(
  pattern: string,
  char: string,
  ofText: (text: string) => string = escapeRegExp,
): string {
  return pieces(pattern)
    .map((piece) => ('text' in piece ? ofText(piece.text) : piece.sign === '*' ? `${char}*` : char))
    .join('');
}

/** Takes the meaning from every sign of a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The longest run of a pattern that stands for itself. */
export function longestLiteral(pattern: string): string {
  let longest = '';
  let run = '';
  for (const piece of pieces(pattern)) {
    run = 'text' in piece ? run + piece.text : '';
    longest = run.length > longest.length ? run : longest;
  }
  return longest;
}

type Part = { readonly char: string } | { readonly sign: '*' | '?' };

/** True if a whole text fits a pattern; in a time that grows with both, whatever the pattern. */
export function fitsWildcard(pattern: string, text: string): boolean {
  const parts = pieces(pattern).flatMap((piece): readonly Part[] =>
    'text' in piece ? [...piece.text].map((char) => ({ char })) : [piece],
  );
  const chars = [...text];
  let part = 0;
  // Behind the last `*`, and how far what it stands for reaches: it is tried with one character more.
  let afterStar = -1;
  let starEnd = 0;
  for (let at = 0; at < chars.length; ) {
    const wanted = parts[part];
    if (wanted !== undefined && 'sign' in wanted && wanted.sign === '*') {
      part += 1;
      afterStar = part;
      starEnd = at;
    } else if (wanted !== undefined && ('sign' in wanted || wanted.char === chars[at])) {
      part += 1;
      at += 1;
    } else if (afterStar >= 0) {
      starEnd += 1;
      part = afterStar;
      at = starEnd;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => 'sign' in rest && rest.sign === '*');
}

/** A pattern of field or index names; the whole name must fit. */
export function wildcardToRegExp(pattern: string): RegExp {
  return new RegExp(`^${wildcardToExpression(pattern, '.')}$`, 's');
}

export const hasWildcard = (text: string): boolean => /[*?]/.test(text);

/** Takes the meaning from `%`, `_` and `\` for `LIKE`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
