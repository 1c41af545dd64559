import { expect, test } from 'vitest';
import { openDecimalFormat } from './decimal-format.ts';

test.each([
  ['0', 12.6, '13'],
  ['0.00', 1234.5, '1234.50'],
  ['#,##0.##', 1234567.891, '1,234,567.89'],
  ['0.0%', 0.125, '12.5%'],
  ['$0.00', -3, '-$3.00'],
  ['000', 7, '007'],
])('%s writes %d as %s', (pattern, value, text) => {
  expect(openDecimalFormat(pattern)(value)).toBe(text);
});

test('what is no pattern is refused', () => {
  for (const pattern of ['x', '', '0.0.0']) {
    expect(() => openDecimalFormat(pattern)).toThrow('Invalid format');
  }
});
