import { userRegexp } from '../../ingest/user-regexp.ts';
import { toRe2 } from '../../search/lucene-regexp.ts';
import { fitsWildcard } from '../../search/wildcard.ts';
import { listValue } from '../value.ts';
import { type TableFunction, ValueFault } from './table-function.ts';

/** What one text may become: a repetition grows. */
const CHARS_MAX = 1024 * 1024;

type Texts = readonly (string | number)[];

const text = (
  names: readonly string[],
  parameters: TableFunction['parameters'],
  call: (args: readonly string[]) => string,
  more: Partial<TableFunction> = {},
): TableFunction => ({
  names,
  parameters,
  result: 'keyword',
  call: (args: Texts) => limited(call(args.map(String))),
  ...more,
});

const count = (
  names: readonly string[],
  parameters: TableFunction['parameters'],
  call: (args: readonly string[]) => number,
  more: Partial<TableFunction> = {},
): TableFunction => ({
  names,
  parameters,
  result: 'integer',
  call: (args: Texts) => call(args.map(String)),
  ...more,
});

const test = (name: string, call: (text: string, sought: string) => boolean): TableFunction => ({
  names: [name],
  parameters: ['text', 'text'],
  result: 'boolean',
  call: ([whole, sought]: readonly string[]) => call(whole ?? '', sought ?? ''),
});

function limited(value: string): string {
  if (value.length > CHARS_MAX) {
    throw new ValueFault(`a text of more than [${CHARS_MAX}] characters`);
  }
  return value;
}

/** Characters, not their halves. */
const charactersOf = (value = ''): readonly string[] => [...value];
const bytesOf = (value = '') => Buffer.byteLength(value);

function substring([value, from = '1', length]: readonly string[]): string {
  const characters = charactersOf(value);
  const first = Number(from);
  const start = first < 0 ? Math.max(characters.length + first, 0) : Math.max(first - 1, 0);
  if (Number(length ?? 0) < 0) {
    throw new ValueFault('Length parameter cannot be negative');
  }
  return characters
    .slice(start, length === undefined ? undefined : start + Number(length))
    .join('');
}

function locate(sought = '', whole = '', from = '1'): number {
  const at = whole.indexOf(sought, Math.max(Number(from) - 1, 0));
  return at < 0 ? 0 : charactersOf(whole.slice(0, at)).length + 1;
}

function repeated([value = '', times = '0']: readonly string[]): string {
  if (Number(times) < 0) {
    throw new ValueFault('Number parameter cannot be negative');
  }
  limited(' '.repeat(Math.min(value.length * Number(times), CHARS_MAX + 1)));
  return value.repeat(Number(times));
}

/** Functions of texts. */
export const TEXT_FUNCTIONS: readonly TableFunction[] = [
  count(
    ['length', 'char_length', 'character_length'],
    ['text'],
    ([value]) => charactersOf(value).length,
  ),
  count(['octet_length', 'byte_length'], ['text'], ([value]) => bytesOf(value)),
  count(['bit_length'], ['text'], ([value]) => 8 * bytesOf(value)),
  count(['ascii'], ['text'], ([value = '']) => value.codePointAt(0) ?? 0, { language: 'sql' }),
  count(['locate'], ['text', 'text', 'integer'], ([a, b, from]) => locate(a, b, from), {
    language: 'sql',
    required: 2,
  }),
  count(['locate'], ['text', 'text', 'integer'], ([a, b, from]) => locate(b, a, from), {
    language: 'esql',
    required: 2,
  }),
  count(['position'], ['text', 'text'], ([a, b]) => locate(a, b), { language: 'sql' }),
  text(['concat'], ['text'], (args) => args.join(''), { isVariadic: true, language: 'esql' }),
  {
    names: ['concat', '||'],
    language: 'sql',
    parameters: ['any'],
    isVariadic: true,
    result: 'keyword',
    takesNull: true,
    call: (args: Texts) => args.map((arg) => (arg === null ? '' : String(arg))).join(''),
  },
  text(['substring'], ['text', 'integer', 'integer'], substring, { required: 2 }),
  text(['left'], ['text', 'integer'], ([value, n]) =>
    charactersOf(value)
      .slice(0, Math.max(Number(n), 0))
      .join(''),
  ),
  text(['right'], ['text', 'integer'], ([value, n]) =>
    charactersOf(value)
      .slice(Math.max(charactersOf(value).length - Math.max(Number(n), 0), 0))
      .join(''),
  ),
  text(['trim'], ['text'], ([value = '']) => value.trim()),
  text(['ltrim'], ['text'], ([value = '']) => value.trimStart()),
  text(['rtrim'], ['text'], ([value = '']) => value.trimEnd()),
  text(['to_lower', 'lcase', 'lower'], ['text'], ([value = '']) => value.toLowerCase()),
  text(['to_upper', 'ucase', 'upper'], ['text'], ([value = '']) => value.toUpperCase()),
  text(['reverse'], ['text'], ([value]) => [...charactersOf(value)].reverse().join('')),
  text(['repeat'], ['text', 'integer'], repeated),
  text(['space'], ['integer'], ([n = '0']) => repeated([' ', n])),
  text(
    ['replace'],
    ['text', 'text', 'text'],
    ([value = '', old = '', by = '']) => (old === '' ? value : value.split(old).join(by)),
    { language: 'sql' },
  ),
  text(
    ['replace'],
    ['text', 'text', 'text'],
    ([value = '', pattern = '', by = '']) => userRegexp(pattern).replaceAll(value, by),
    { language: 'esql' },
  ),
  text(['to_base64'], ['text'], ([value = '']) => Buffer.from(value).toString('base64')),
  text(['from_base64'], ['text'], ([value = '']) => Buffer.from(value, 'base64').toString()),
  {
    names: ['split'],
    parameters: ['text', 'text'],
    result: 'keyword',
    call: ([value, by]: readonly string[]) => listValue((value ?? '').split(by ?? '')),
  },
  test('starts_with', (whole, sought) => whole.startsWith(sought)),
  test('ends_with', (whole, sought) => whole.endsWith(sought)),
  test('contains', (whole, sought) => whole.includes(sought)),
  test('like', (whole, pattern) => fitsWildcard(pattern, whole)),
  test('rlike', (whole, pattern) =>
    userRegexp(`^(?:${toRe2(pattern)})$`).exec(whole) !== undefined),
];
