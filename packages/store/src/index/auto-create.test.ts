import { expect, test } from 'vitest';
import { checkAutoCreate } from './auto-create.ts';

const isAllowed = (setting: string, name: string, allowsAutoCreate?: boolean): boolean => {
  try {
    checkAutoCreate(setting, name, { allowsAutoCreate });
    return true;
  } catch {
    return false;
  }
};

test('the first pattern that fits decides', () => {
  expect(isAllowed('true', 'a')).toBe(true);
  expect(isAllowed('false', 'a')).toBe(false);
  expect(isAllowed('-logs-secret*,+logs-*', 'logs-1')).toBe(true);
  expect(isAllowed('-logs-secret*,+logs-*', 'logs-secret-1')).toBe(false);
  expect(isAllowed('-logs-secret*,+logs-*', 'other')).toBe(false);
});

test('a template wins over the settings', () => {
  expect(isAllowed('false', 'a', true)).toBe(true);
  expect(isAllowed('true', 'a', false)).toBe(false);
});

test('the refusal says why', () => {
  expect(() => checkAutoCreate('-a*', 'ab', undefined)).toThrow(
    'no such index [ab] and [action.auto_create_index] contains [-a*] which forbids automatic creation of the index',
  );
});
