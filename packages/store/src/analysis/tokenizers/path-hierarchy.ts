import { errors } from '@longshore/common/errors';
import type { Tokenizer, TokenizerType } from '../component.ts';
import type { Options } from '../options.ts';
import type { Token } from '../token.ts';

/** The folders above a path, each with the path to it: `a`, `a/b`, `a/b/c`. */
export const pathHierarchy: TokenizerType = {
  names: ['path_hierarchy', 'PathHierarchy'],
  build(options) {
    const delimiter = readSign(options, 'delimiter', '/');
    const replacement = readSign(options, 'replacement', delimiter);
    const skip = options.integer('skip', 0);
    const isReverse = options.boolean('reverse', false);
    return tokenizer((text) => {
      const parts = text.split(delimiter);
      return isReverse ? endings(parts, skip) : beginnings(parts, skip);
    }, replacement);
  },
};

/** Parts of a path from one to another, and where they begin. */
interface Span {
  readonly parts: readonly string[];
  readonly start: number;
}

function tokenizer(spans: (text: string) => readonly Span[], replacement: string): Tokenizer {
  return (text) =>
    spans(text).map(({ parts, start }): Token => {
      const term = parts.join(replacement);
      // All of them are one word: a path.
      return { term, start, end: start + term.length, type: 'word', position: 0 };
    });
}

function beginnings(parts: readonly string[], skip: number): readonly Span[] {
  const left = parts.slice(skip);
  const start = parts.slice(0, skip).join(' ').length + (skip > 0 ? 1 : 0);
  const spans = left.map((_part, i) => ({ parts: left.slice(0, i + 1), start }));
  // A path that begins with the delimiter has no token before it.
  return spans.filter(({ parts: [first, ...more] }) => first !== '' || more.length > 0);
}

function endings(parts: readonly string[], skip: number): readonly Span[] {
  const left = parts.slice(0, parts.length - skip);
  return left
    .map((_part, i) => ({
      parts: left.slice(i),
      start: left.slice(0, i).join(' ').length + (i > 0 ? 1 : 0),
    }))
    .filter(({ parts: kept }) => kept.join('') !== '');
}

function readSign(options: Options, name: string, fallback: string): string {
  const sign = options.text(name) ?? fallback;
  if (sign.length !== 1) {
    throw errors.illegalArgument(`${name} must be a one char value`);
  }
  return sign;
}
