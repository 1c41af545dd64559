import { errors } from '@longshore/common/errors';
import { expect, test } from 'vitest';
import { placedIn, placedInDocument } from './place-error.ts';

const body = Buffer.from('{\n  "query": {"bool": {"x": 1}}\n}');

test('an error about a member says in which line and column it is', () => {
  const placed = placedIn(body, errors.unknownField('bool', 'x'));
  expect(placed.message).toBe('[2:22] [bool] unknown field [x]');
  expect(placed).toMatchObject({ type: 'x_content_parse_exception', status: 400, details: {} });
  const parsing = placedIn(body, errors.parsing('unknown query [bool]', 'bool'));
  expect(parsing.message).toBe('unknown query [bool]');
  expect(parsing.details).toEqual({ line: 2, col: 13 });
});

test('an error about something else, or about what is not there, is left as it is', () => {
  for (const error of [errors.parsing('no'), errors.unknownField('bool', 'y')]) {
    expect(placedIn(body, error)).toBe(error);
    expect(placedIn(Buffer.alloc(0), error)).toBe(error);
  }
});

test('an error about a field of a document says where its value is', () => {
  const source = Buffer.from('{"a":{"n":1,\n "b.c": "x"},"n":2}');
  const { message, details } = placedInDocument(source, errors.strictMapping('strict', 'c', 'a.b'));
  expect(message).toMatch(/^\[2:9\] mapping set to strict/);
  expect(details).toEqual({});
  expect(placedInDocument(source, errors.documentParsing('no', undefined, 'n')).message).toBe(
    '[2:18] no',
  );
  const elsewhere = errors.documentParsing('no', undefined, 'z');
  expect(placedInDocument(source, elsewhere)).toBe(elsewhere);
});
