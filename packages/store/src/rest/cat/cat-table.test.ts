import { expect, test } from 'vitest';
import { readParameters } from '../parameters.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer } from './cat-table.ts';

interface Row {
  readonly name: string;
  readonly bytes: number;
}

const base = { aliases: [], description: 'x', isDefault: true };
const COLUMNS: readonly CatColumn<Row>[] = [
  { ...base, name: 'name', aliases: ['n'], isNumber: false, value: ({ name }) => name },
  { ...base, name: 'size', isNumber: true, isBytes: true, value: ({ bytes }) => bytes },
  { ...base, name: 'hidden', isDefault: false, isNumber: false, value: () => 'h' },
];
const ROWS: readonly Row[] = [
  { name: 'short', bytes: 500 },
  { name: 'much longer', bytes: 1536 },
];

const answer = (query: string) =>
  catAnswer(ROWS, COLUMNS, readParameters('/_cat', query, CAT_PARAMETERS)).body;

test('columns have equal width, numbers stand right, texts left', () => {
  expect(answer('v')).toBe('name         size\nshort        500b\nmuch longer 1.5kb\n');
});

test('h chooses by name, alias or wildcard; s sorts numbers as numbers', () => {
  expect(answer('h=n,name&v')).toBe(
    'n           name\nshort       short\nmuch longer much longer\n',
  );
  expect(answer('h=n')).toBe('short\nmuch longer\n');
  expect(answer('h=hid*')).toBe('h\nh\n');
  expect(answer('h=size&s=size:desc&bytes=b')).toBe('1536\n 500\n');
  expect(() => answer('s=none')).toThrow('Unable to sort by unknown sort key [none]');
});

test('as JSON all values are texts', () => {
  expect(answer('format=json&bytes=b')).toEqual([
    { name: 'short', size: '500' },
    { name: 'much longer', size: '1536' },
  ]);
});

test('nothing is an empty text', () => {
  const parameters = readParameters('/_cat', '', CAT_PARAMETERS);
  expect(catAnswer([], COLUMNS, parameters).body).toBe('');
});
