import { expect, test } from 'vitest';
import { DocumentValues } from './document-values.ts';

test('columns keep their order and their last value', () => {
  const values = DocumentValues.from([
    ['f_a', 1],
    ['fa_b', ['x']],
  ]);
  values.set('f_a', 2);

  expect([...values]).toEqual([
    ['f_a', 2],
    ['fa_b', ['x']],
  ]);
  expect([values.size, values.columnAt(1), values.valueAt(1)]).toEqual([2, 'fa_b', ['x']]);
  expect([values.get('f_a'), values.get('f_c')]).toEqual([2, undefined]);
  expect([values.has('fa_b'), values.has('f_c')]).toEqual([true, false]);
});
