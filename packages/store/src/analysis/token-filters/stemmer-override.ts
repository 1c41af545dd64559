import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';

/** Stems that are given word by word: `mice => mouse`. Stemmers leave them alone. */
export const stemmerOverride: TokenFilterType = {
  names: ['stemmer_override'],
  build(options) {
    if (options.has('rules_path')) {
      throw errors.illegalArgument(
        '[rules_path] is not supported: rules are not read from files; list them as [rules]',
      );
    }
    const rules = options.list('rules');
    if (rules === undefined) {
      throw errors.illegalArgument(
        'stemmer override filter requires either `rules` or `rules_path` to be configured',
      );
    }
    const stems = new Map(rules.flatMap(parseRule));
    return (tokens) =>
      tokens.map((token) => {
        const term = stems.get(token.term);
        return term === undefined ? token : { ...token, term, isKeyword: true };
      });
  },
};

function parseRule(rule: string): readonly (readonly [string, string])[] {
  const [left, right, more] = rule.split('=>');
  const stem = right?.trim();
  const words = (left ?? '').split(',').map((word) => word.trim());
  if (stem === undefined || stem === '' || more !== undefined || words.includes('')) {
    throw errors.illegalArgument(`Invalid Keyword override Rule:${rule}`);
  }
  return words.map((word) => [word, stem]);
}
