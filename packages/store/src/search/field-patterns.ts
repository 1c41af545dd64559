import { errors } from '@longshore/common/errors';
import type { FieldContext } from './field-context.ts';
import { hasWildcard, wildcardToRegExp } from './wildcard.ts';

/** As many fields as one query may be expanded to. */
const FIELDS_MAX = 1_024;

export interface FieldPattern {
  readonly pattern: string;
  readonly boost: number;
}

/** `title^2`, `host.*`. */
export function parseFieldPattern(text: string): FieldPattern {
  const match = /^(.*?)(?:\^(\d+(?:\.\d+)?))?$/s.exec(text);
  return { pattern: match?.[1] ?? text, boost: Number(match?.[2] ?? 1) };
}

/**
 * The fields that patterns stand for in one index. A wildcard leaves out multi-fields when asked: the words of
 * `message.keyword` are all in `message`. Names without a wildcard stay, mapped or not.
 */
export function expandFields(
  patterns: readonly string[],
  context: FieldContext,
  options: { readonly withMultiFields: boolean } = { withMultiFields: false },
): readonly string[] {
  const found = new Set<string>();
  for (const pattern of patterns) {
    if (!hasWildcard(pattern)) {
      found.add(pattern);
      continue;
    }
    const regExp = wildcardToRegExp(pattern);
    for (const field of context.mapping.fields.values()) {
      const isWanted = field.index && (options.withMultiFields || field.parent === undefined);
      if (isWanted && regExp.test(field.path)) {
        found.add(field.path);
      }
    }
  }
  if (found.size > FIELDS_MAX) {
    throw errors.queryShard(
      `field expansion matches too many fields, limit: ${FIELDS_MAX}, got: ${found.size}; name the fields to search`,
    );
  }
  return [...found];
}
