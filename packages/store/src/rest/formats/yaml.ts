import { Lexer, parse, type ScalarTag, type Tags } from 'yaml';
import {
  type ExactJson,
  ExactNumber,
  isExactObject,
  stringifyExact,
} from '../../index/exact-json.ts';
import { jsonTextOf, tooDeep, unreadable } from './json-members.ts';

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const FLOAT_TAG = 'tag:yaml.org,2002:float';
/** What stands for a key or a text without quotes: what no reader of any version takes for something else. */
const PLAIN_KEY = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z_][\w.-]*$/i;

/**
 * Brackets within brackets, and signs of lists and keys in one line: each is a level, which the reader takes by recursion. A
 * stack that ends within a regular expression ends the process.
 */
const LEVELS_MAX = 100;

/** One YAML document as JSON text; throws what Elasticsearch calls it. */
export function jsonOfYaml(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  checkLevels(text);
  let value: unknown;
  try {
    value = parse(text, {
      ...{ mapAsMap: true, intAsBigInt: true, logLevel: 'error', prettyErrors: false },
      customTags: withExactFloats,
    });
  } catch (error) {
    throw unreadable(error);
  }
  return jsonTextOf(value);
}

/** What a token opens (1) or closes (-1). */
const BRACKETS: ReadonlyMap<string, number> = new Map([
  ...([
    ['[', 1],
    ['{', 1],
    [']', -1],
    ['}', -1],
  ] as const),
]);
const SIGNS: ReadonlySet<string> = new Set(['-', '?', ':']);

function checkLevels(text: string): void {
  let brackets = 0;
  let signs = 0;
  for (const token of new Lexer().lex(text)) {
    brackets += BRACKETS.get(token) ?? 0;
    if (token.startsWith('\n') || token.startsWith('\r')) {
      signs = 0;
    } else if (brackets === 0 && SIGNS.has(token)) {
      signs += 1;
    }
    if (brackets > LEVELS_MAX || signs > LEVELS_MAX) {
      throw tooDeep();
    }
  }
}

/** `1.0` is to make a field a float, which it would not as the number 1. */
function withExactFloats(tags: Tags): Tags {
  return tags.map((tag) => (isFloatTag(tag) ? { ...tag, resolve: exactFloat } : tag));
}

/** Those of finite numbers. */
function isFloatTag(tag: Tags[number]): tag is ScalarTag {
  return typeof tag === 'object' && tag.tag === FLOAT_TAG && tag.test?.test('.inf') === false;
}

function exactFloat(text: string): ExactNumber | number {
  if (JSON_NUMBER.test(text)) {
    return new ExactNumber(text);
  }
  const value = Number(text.replace(/^\+/, ''));
  return Number.isSafeInteger(value) ? new ExactNumber(value.toFixed(1)) : value;
}

/** YAML as Elasticsearch writes it: texts in double quotes, lists not indented. */
export function encodeYaml(value: ExactJson): string {
  const lines = linesOf(value);
  return `---\n${lines.join('\n')}\n`;
}

/** The lines of a value, as they stand at the margin. */
function linesOf(value: ExactJson): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item: ExactJson) => {
      const [first = '', ...others] = linesOf(item);
      return [`- ${first}`, ...others.map((line) => `  ${line}`)];
    });
  }
  if (!isExactObject(value) || Object.keys(value).length === 0) {
    // Texts in the quotes of JSON, which are a part of YAML.
    return [stringifyExact(value)];
  }
  return Object.entries(value).flatMap(([key, member]) => {
    const name = PLAIN_KEY.test(key) ? key : JSON.stringify(key);
    const lines = linesOf(member);
    if (Array.isArray(member) && member.length > 0) {
      return [`${name}:`, ...lines];
    }
    return isExactObject(member) && Object.keys(member).length > 0
      ? [`${name}:`, ...lines.map((line) => `  ${line}`)]
      : [`${name}: ${lines[0]}`];
  });
}
