import { expect, test } from 'vitest';
import { arrangeFields } from './field-order.ts';

const fields = ['log.level', 'zone', 'container.name', 'agent.type'].map((name) => ({
  name,
  type: 'keyword',
  aggregatable: true,
}));
const shape = (columns: readonly string[], text: string) =>
  arrangeFields(fields, columns, text).map(({ kind, fields: members }) => [
    kind,
    ...members.map(({ name }) => name),
  ]);

test('chosen columns come first, then what most questions are about, then the rest by name', () => {
  expect(shape(['zone'], '')).toEqual([
    ['selected', 'zone'],
    ['suggested', 'container.name', 'log.level'],
    ['all', 'agent.type'],
  ]);
});

test('words may come in any order, and empty groups are not shown', () => {
  expect(shape([], 'name CONT')).toEqual([['suggested', 'container.name']]);
  expect(shape([], 'nothing like it')).toEqual([]);
});
