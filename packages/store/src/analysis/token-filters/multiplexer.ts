import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';

/** Each word as several chains of filters make it, all in its place. */
export const multiplexer: TokenFilterType = {
  names: ['multiplexer'],
  build(options, context) {
    const chains = (options.listOfLists('filters') ?? []).map((names) =>
      names.map((name) => context.filter(name)),
    );
    if (chains.length === 0) {
      throw errors.illegalArgument('multiplexer requires [filters]');
    }
    const keepsOriginal = options.boolean('preserve_original', true);
    return (tokens) =>
      tokens.flatMap((token) => {
        const made = chains.flatMap((chain) =>
          chain.reduce<readonly Token[]>((found, filter) => filter(found), [token]),
        );
        const all = keepsOriginal ? [token, ...made] : made;
        const terms = new Set<string>();
        return all.filter(({ term }) => terms.size < terms.add(term).size);
      });
  },
};
