import { expect, test } from 'vitest';
import { fieldText, flatFields } from './flat-fields.ts';

const source = {
  message: 'hi',
  container: { name: 'api', ports: [80, 443] },
  'log.level': 'warn',
  log: { offset: 0 },
  gone: null,
};

test('fields have their full names in order, and lists are one text', () => {
  expect(flatFields(source)).toEqual([
    ['container.name', 'api'],
    ['container.ports', '80, 443'],
    ['gone', 'null'],
    ['log.level', 'warn'],
    ['log.offset', '0'],
    ['message', 'hi'],
  ]);
});

test('a field is found nested and with dots; what is not there has no text', () => {
  const names = ['container.name', 'log.level', 'log.offset', 'gone', 'container.nope.x'];
  expect(names.map((name) => fieldText(source, name))).toEqual([
    'api',
    'warn',
    '0',
    undefined,
    undefined,
  ]);
});
