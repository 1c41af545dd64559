import { expect, test } from 'vitest';
import { logLineOf } from '../../testing/fixtures.ts';
import { splitByTerms, termsOf } from './marks.ts';
import { readMessage } from './message.ts';
import { parseSelection, stringifyFilters, withFilter, without } from './selection.ts';
import { addLines, EMPTY_TAIL, release, TAIL_LINES_MAX } from './tail-buffer.ts';

test('filters survive the address, with colons and commas in their values', () => {
  const filters = [
    { field: 'container.name', value: 'api', negate: false },
    { field: 'message', value: 'a:b, c', negate: true },
  ];
  const f = stringifyFilters(filters);
  expect(f).toBe('container.name:api,-message:a:b\\, c');
  expect(parseSelection({ q: 'error', f })).toEqual({ query: 'error', filters });
  expect(parseSelection({ f: 'nonsense' })).toEqual({ query: '', filters: [] });
});

test('filtering out what was filtered for turns the filter around', () => {
  const kept = { field: 'stream', value: 'stderr', negate: false };
  const turned = withFilter([kept], { ...kept, negate: true });
  expect(turned).toEqual([{ ...kept, negate: true }]);
  expect(without(turned, kept)).toEqual([]);
});

test.each([
  ['error timeout', ['error', 'timeout']],
  ['"connection refused" AND NOT debug', ['connection refused']],
  ['level:error message:time* -foo', ['time']],
  ['결제 OR 주문', ['결제', '주문']],
  ['(a* OR bc) && log.offset:>5', ['bc']],
])('of the query %j the terms %j are marked', (query, terms) => {
  expect(termsOf(query)).toEqual(terms);
});

test('terms are found whatever their case, and special characters mean themselves', () => {
  expect(splitByTerms('Error (x) and error', ['error', '(x)'])).toEqual([
    { text: 'Error', isMatch: true },
    { text: ' ', isMatch: false },
    { text: '(x)', isMatch: true },
    { text: ' and ', isMatch: false },
    { text: 'error', isMatch: true },
  ]);
  expect(splitByTerms('plain', [])).toEqual([{ text: 'plain', isMatch: false }]);
});

test('a JSON line shows its message first; what only looks like JSON is left alone', () => {
  expect(readMessage('{"level":"info","msg":"done","ms":42}')).toEqual({
    text: 'done',
    rest: [
      ['level', 'info'],
      ['ms', '42'],
    ],
    moreLines: 0,
  });
  expect(readMessage('{broken').text).toBe('{broken');
});

test('colours of terminals are taken out and further lines are counted', () => {
  expect(readMessage('\u001b[31mError\u001b[0m: no\n  at a\n  at b\n')).toMatchObject({
    text: 'Error: no\n  at a\n  at b\n',
    moreLines: 2,
  });
});

test('while somebody reads, new lines wait; a line that comes twice is one', () => {
  const [first, second, third] = ['1', '2', '3'].map((id) => logLineOf({ id }));
  const lines = [first, second, third].flatMap((line) => line ?? []);
  const reading = addLines(addLines(EMPTY_TAIL, lines.slice(0, 2), false), lines, true);
  expect(reading.shown.map(({ id }) => id)).toEqual(['2', '1']);
  expect(reading.held.map(({ id }) => id)).toEqual(['3']);
  expect(release(reading).shown.map(({ id }) => id)).toEqual(['3', '2', '1']);
});

test('a tail keeps its newest ten thousand lines', () => {
  const lines = Array.from({ length: TAIL_LINES_MAX + 50 }, (_, id) => logLineOf({ id: `${id}` }));
  const { shown } = addLines(EMPTY_TAIL, lines, false);
  expect([shown.length, shown[0]?.id]).toEqual([TAIL_LINES_MAX, `${TAIL_LINES_MAX + 49}`]);
});
