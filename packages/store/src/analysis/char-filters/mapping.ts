import { errors } from '@longshore/common/errors';
import type { CharFilterType, Replacement } from '../component.ts';
import type { Options } from '../options.ts';

/** Replaces texts by others, the longest that fits first. */
export const mapping: CharFilterType = {
  names: ['mapping'],
  isNormalizing: true,
  build(options) {
    const rules = new Map(readRules(options).map(parseRule));
    const longest = Math.max(0, ...[...rules.keys()].map((from) => from.length));
    const starts = new Set([...rules.keys()].map((from) => from.charAt(0)));
    return (text) => {
      const found: Replacement[] = [];
      for (let at = 0; at < text.length; at += 1) {
        const rule = starts.has(text.charAt(at))
          ? longestRule(rules, text, at, longest)
          : undefined;
        if (rule !== undefined) {
          found.push(rule);
          at = rule.end - 1;
        }
      }
      return found;
    };
  },
};

function readRules(options: Options): readonly string[] {
  if (options.has('mappings_path')) {
    throw errors.illegalArgument(
      'mapping requires [mappings]; files of [mappings_path] are not read',
    );
  }
  const rules = options.list('mappings');
  if (rules === undefined) {
    throw errors.illegalArgument(
      'mapping requires either `mappings` or `mappings_path` to be configured',
    );
  }
  return rules;
}

function parseRule(rule: string): readonly [string, string] {
  const match = /^(.*?)\s*=>\s*(.*?)\s*$/s.exec(rule);
  const from = match?.[1];
  if (match === null || from === undefined || from === '') {
    throw errors.illegalArgument(`Invalid Mapping Rule : [${rule}]`);
  }
  return [readEscapes(from), readEscapes(match[2] ?? '')];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function readEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_all, code: string | undefined, letter: string) =>
      code === undefined
        ? (ESCAPES[letter] ?? letter)
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function longestRule(
  rules: ReadonlyMap<string, string>,
  text: string,
  start: number,
  longest: number,
): Replacement | undefined {
  for (let length = Math.min(longest, text.length - start); length > 0; length -= 1) {
    const replacement = rules.get(text.slice(start, start + length));
    if (replacement !== undefined) {
      return { start, end: start + length, text: replacement };
    }
  }
  return undefined;
}
