import type { Json, JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { parseSearch } from '../parse-search.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

const TEXTS = [
  ...Array.from({ length: 3 }, () => 'error while reading the config'),
  'error in the container',
  'containers mirror the config',
  'whiles',
];

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'logs', {
    properties: {
      text: { type: 'text' },
      words: { type: 'text', analyzer: 'whitespace' },
      name: { type: 'keyword' },
      n: { type: 'long' },
    },
    documents: TEXTS.map((text) => ({ text, words: text, name: text.slice(0, 5), n: 1 })),
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

interface Shown {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  readonly options: readonly {
    readonly text: string;
    readonly score: number;
    readonly freq: number;
  }[];
}

async function suggest(one: JsonObject): Promise<readonly Shown[]> {
  const found = await search([index], { size: 0, suggest: { s: one } });
  return (found as unknown as { suggest: { s: readonly Shown[] } }).suggest.s;
}

const SIMILAR = { text: 'error', score: 0.8, freq: 4 };

describe('term', () => {
  test.each(['text', 'words'])(
    'corrects the words of a text that no document has (%s)',
    async (field) => {
      expect(await suggest({ text: 'eror the confgi', term: { field } })).toEqual([
        // One letter is missing, of four; `mirror` is two edits away, and begins otherwise.
        { text: 'eror', offset: 0, length: 4, options: [{ text: 'error', score: 0.75, freq: 4 }] },
        { text: 'the', offset: 5, length: 3, options: [] },
        // Two letters changed places: one edit of six.
        {
          text: 'confgi',
          offset: 9,
          length: 6,
          options: [{ text: 'config', score: 0.8333333, freq: 4 }],
        },
      ]);
    },
  );

  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['container', {}, []],
    ['container', { suggest_mode: 'always' }, ['containers']],
    ['containers', { suggest_mode: 'popular' }, []],
    ['errox', {}, ['error']],
    ['errox', { prefix_length: 5 }, []],
    ['errox', { min_word_length: 6 }, []],
    ['errox', { min_doc_freq: 5 }, []],
    ['errox', { accuracy: 0.81 }, []],
    ['mirrox', { max_edits: 1 }, ['mirror']],
    ['mixrox', { max_edits: 1 }, []],
    ['whilez', {}, ['whiles', 'while']],
    ['whilez', { sort: 'frequency', size: 1 }, ['while']],
    ['ERROX', {}, ['error']],
  ])('%s with %j gives %j', async (text, options, expected) => {
    const term = { field: 'text', max_term_freq: 1, ...options };
    const [entry] = await suggest({ text, term });
    expect(entry?.options.map((option) => option.text)).toEqual(expected);
  });

  test('of a keyword looks for whole values', async () => {
    const [entry] = await suggest({ text: 'errox', term: { field: 'name' } });
    expect(entry?.options).toEqual([SIMILAR]);
  });

  test('has the text of all suggestions where it has none, and its type in its name', async () => {
    const request = { size: 0, suggest: { text: 'errox', a: { term: { field: 'text' } } } };
    expect(await search([index], request)).toMatchObject({
      suggest: { a: [{ text: 'errox', options: [SIMILAR] }] },
    });
  });
});

describe('phrase', () => {
  test('corrects a text by its words and their neighbours, and marks what it changed', async () => {
    const [whole] = await suggest({
      text: 'eror while reding the config',
      phrase: {
        field: 'text',
        max_errors: 2,
        highlight: { pre_tag: '<b>', post_tag: '</b>' },
      },
    });
    expect(whole?.options[0]).toMatchObject({
      text: 'error while reading the config',
      highlighted: '<b>error</b> while <b>reading</b> the config',
    });
  });

  test('changes one word unless it may change more, and none of what is right', async () => {
    const [one] = await suggest({ text: 'eror reding', phrase: { field: 'text', confidence: 0 } });
    expect(one?.options.map(({ text }) => text).sort()).toEqual(['eror reading', 'error reding']);
    const [right] = await suggest({ text: 'error while reading', phrase: { field: 'text' } });
    expect(right?.options).toEqual([]);
  });
});

test.each<readonly [Json, RegExp]>([
  [{ s: { text: 'x', term: {} } }, /the required field option is missing/],
  [{ s: { term: { field: 'f' } } }, /The required text option is missing/],
  [{ s: { text: 'x' } }, /needs one of \[term\] and \[phrase\]/],
  [{ s: { prefix: 'x', completion: { field: 'f' } } }, /completion is not supported/],
  [{ s: { text: 'x', term: { field: 'f', max_edits: 3 } } }, /Illegal max_edits value 3/],
  [{ s: { text: 'x', term: { field: 'f', suggest_mode: 'no' } } }, /does not support \[no\]/],
  [{ s: { text: 'x', term: { field: 'f', size: 0 } } }, /size must be positive/],
  [{ s: { text: 'x'.repeat(1_001), term: { field: 'f' } } }, /more than 1000 characters/],
])('%j is refused', (given, reason) => {
  expect(() => parseSearch({ suggest: given })).toThrow(reason);
});

test('fields that have no words are refused', async () => {
  const request = { suggest: { s: { text: 'x', term: { field: 'n' } } } };
  await expect(search([index], request)).rejects.toMatchObject({
    cause: { message: expect.stringContaining('not of [n] of type [long]') },
  });
});
