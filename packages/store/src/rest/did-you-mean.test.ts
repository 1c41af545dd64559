import { expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

const KNOWN = ['doc', 'upsert', 'doc_as_upsert', 'scripted_upsert'];

test('a name that is nearly a known one is taken for it', () => {
  expect(didYouMean('dac', KNOWN)).toBe(' did you mean [doc]?');
  expect(didYouMean('doc_upsert', KNOWN)).toBe(' did you mean any of [doc_as_upsert, upsert]?');
});

test('nothing is suggested for a name that is like none', () => {
  expect(didYouMean('harbour', KNOWN)).toBe('');
});
