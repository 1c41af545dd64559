import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

/** Texts by their full keys; the plural forms of one text are one key, since languages have different ones. */
function texts(node: object, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`${prefix}${key}`.replace(/_(one|other)$/, ''), value]]
      : texts(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\w+>/g) ?? [])].sort();

test('no Korean text lacks a value that the English one shows', () => {
  const korean = new Map(texts(ko));
  const missing = texts(en).filter(([key, text]) => {
    const own = placeholders(korean.get(key) ?? '');
    return placeholders(text).some((name) => name !== '{{count}}' && !own.includes(name));
  });
  expect(missing).toEqual([]);
});
