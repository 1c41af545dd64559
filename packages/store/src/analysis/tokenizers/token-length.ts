import { errors } from '@longshore/common/errors';
import type { Options } from '../options.ts';
import { TOKEN_CHARS_LIMIT, TOKEN_CHARS_MAX } from './words.ts';

/** Reads `max_token_length`. */
export function readTokenCharsMax(options: Options): number {
  const charsMax = options.integer('max_token_length', TOKEN_CHARS_MAX);
  if (charsMax < 1 || charsMax > TOKEN_CHARS_LIMIT) {
    throw errors.illegalArgument(
      `maxTokenLen must be greater than 0 and less than ${TOKEN_CHARS_LIMIT} passed: ${charsMax}`,
    );
  }
  return charsMax;
}
