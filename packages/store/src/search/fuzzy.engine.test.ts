import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  const index = await openTestIndex(opened, 'logs', {
    properties: {
      message: { type: 'text' },
      blanks: { type: 'text', analyzer: 'whitespace' },
      level: { type: 'keyword' },
      code: { type: 'long' },
    },
    documents: [
      { message: 'Connection refused', level: 'error', blanks: 'Connection' },
      { message: 'conenction lost', level: ['eror', 'x'], code: 5 },
      { message: 'a café near the cafè', level: 'info' },
      { message: '컨테이너 재시작', level: 'ca' },
      { message: 'coonnecttion closed', level: 'ab' },
      { message: `${'x'.repeat(70_000)} ab` },
      {},
    ],
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
});
afterAll(() => opened.close());

const fuzzy = (field: string, value: string, more: object = {}): Json => ({
  fuzzy: { [field]: { value, ...more } },
});
const match = (query: string, more: object = {}): Json => ({
  match: { message: { query, fuzziness: 'AUTO', ...more } },
});
const text = (query: string, more: object = {}): Json => ({ query_string: { query, ...more } });

test.each<readonly [string, Json, readonly string[]]>([
  [
    'two characters that changed places are one edit',
    fuzzy('message', 'connection'),
    ['1', '2', '5'],
  ],
  ['one edit', fuzzy('message', 'connection', { fuzziness: 1 }), ['1', '2']],
  [
    'or two, if they are said to be',
    fuzzy('message', 'connection', { fuzziness: 1, transpositions: false }),
    ['1'],
  ],
  ['no edit', fuzzy('message', 'connection', { fuzziness: '0' }), ['1']],
  ['a beginning that is as it is', fuzzy('message', 'connection', { prefix_length: 4 }), ['1']],
  ['values of a list', fuzzy('level', 'errror'), ['1', '2']],
  ['a character beyond ASCII is one edit', fuzzy('message', 'cafe', { fuzziness: 1 }), ['3']],
  ['and so are two that changed places', fuzzy('message', '컨이테너', { fuzziness: 1 }), ['4']],
  ['a short word is as it is', fuzzy('level', 'ac'), []],
  ['unless edits are allowed', fuzzy('level', 'ac', { fuzziness: 1 }), ['4', '5']],
  ['limits of lengths', fuzzy('level', 'ac', { fuzziness: 'AUTO:1,2' }), ['2', '4', '5']],
  ['a short form', { fuzzy: { level: 'infos' } }, ['3']],
  ['a field that is not mapped', fuzzy('nothing', 'infos'), []],
  [
    'in must_not, documents without the field',
    { bool: { must_not: fuzzy('level', 'errors', { fuzziness: 1 }) } },
    ['2', '3', '4', '5', '6', '7'],
  ],
  ['terms of a column of tokens', fuzzy('blanks', 'Conection'), ['1']],
  ['upper case is another letter', fuzzy('blanks', 'conection', { fuzziness: 1 }), []],
  ['words of a match', match('CONECTION lots'), ['1', '2']],
  ['all of them', match('conection lots', { operator: 'and' }), ['2']],
  ['so many of them', match('conection lots near', { minimum_should_match: 2 }), ['2']],
  [
    'a match on a keyword',
    { match: { level: { query: 'errror', fuzziness: 'auto' } } },
    ['1', '2'],
  ],
  [
    'several fields, of which some cannot',
    { multi_match: { query: 'errror', fuzziness: 1, fields: ['level', 'code'], lenient: true } },
    ['1'],
  ],
  [
    'words of which the last is only begun',
    { match_bool_prefix: { message: { query: 'conection ref', operator: 'and', fuzziness: 1 } } },
    ['1'],
  ],
  ['a word of a query text', text('message:CONECTION~'), ['1', '2']],
  ['with a distance', text('conection~1'), ['1', '2']],
  ['with the distance of the query', text('conection~', { fuzziness: 1 }), ['1', '2']],
  ['with an old similarity', text('conection~0.8'), ['1', '2']],
  ['a beginning in a query text', text('connection~', { fuzzy_prefix_length: 4 }), ['1']],
  ['a word longer than what is compared', fuzzy('message', 'y'.repeat(300)), []],
])('%s', async (_, query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test.each<readonly [Json, string]>([
  [fuzzy('code', '5'), 'Can only use fuzzy queries on keyword and text fields - not on [code]'],
  [fuzzy('level', 'a', { fuzziness: 3 }), 'Valid edit distances are [0, 1, 2] but was [3]'],
  [fuzzy('level', 'a', { fuzziness: 'AUTO:5,3' }), 'Must be 0 < lower value <= higher value'],
  [fuzzy('level', 'a', { prefix_length: -1 }), '[prefix_length] cannot be negative'],
  [{ match: { code: { query: '5', fuzziness: 1 } } }, 'Can only use fuzzy queries'],
  [
    { multi_match: { query: 'a', fuzziness: 1, type: 'phrase' } },
    'Fuzziness not allowed for type [phrase]',
  ],
  [{ match_phrase: { message: { query: 'a', fuzziness: 1 } } }, 'fuzziness'],
])('%j is refused', async (query, reason) => {
  await expect(find(query)).rejects.toSatisfy((error) => {
    const { message, cause } = error as Error;
    return `${message} ${cause instanceof Error ? cause.message : ''}`.includes(reason);
  });
});
