import { errors } from '@longshore/common/errors';
import type { Tokenizer, TokenizerType } from '../component.ts';
import { compilePattern, type Pattern, readPattern } from '../pattern.ts';
import { tokensOf } from '../token.ts';

/** What stands between the matches of a pattern, or with `group` a group of each match. */
export const pattern: TokenizerType = {
  names: ['pattern'],
  build(options) {
    const compiled = readPattern(options, '\\W+');
    const group = options.integer('group', -1);
    return group < 0 ? splitAt(compiled) : (text) => tokensOf(groupsOf(compiled, group, text));
  },
};

/** What a pattern matches. */
export const simplePattern: TokenizerType = {
  names: ['simple_pattern'],
  build(options) {
    const compiled = compilePattern(options.text('pattern') ?? '');
    return (text) => tokensOf(groupsOf(compiled, 0, text));
  },
};

/** What stands between the matches of a pattern. */
export const simplePatternSplit: TokenizerType = {
  names: ['simple_pattern_split'],
  build: (options) => splitAt(compilePattern(options.text('pattern') ?? '')),
};

function splitAt(compiled: Pattern): Tokenizer {
  return (text) => tokensOf(between(compiled, text));
}

function* between(compiled: Pattern, text: string) {
  let from = 0;
  for (const { start, end } of compiled.matches(text)) {
    if (start > from) {
      yield { term: text.slice(from, start), start: from };
    }
    from = end;
  }
  if (from < text.length) {
    yield { term: text.slice(from), start: from };
  }
}

function* groupsOf(compiled: Pattern, group: number, text: string) {
  for (const { groups } of compiled.matches(text)) {
    if (group >= groups.length) {
      throw errors.illegalArgument(
        `invalid group specified: pattern only has: ${groups.length - 1} capturing groups`,
      );
    }
    const found = groups[group];
    if (found !== undefined && found.text !== '') {
      yield { term: found.text, start: found.start };
    }
  }
}
