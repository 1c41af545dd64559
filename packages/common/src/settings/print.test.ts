import { expect, test } from 'vitest';
import { loadSettings } from './load.ts';
import { printSettings, printValue } from './print.ts';

test('what is printed is read back as the same settings', () => {
  const overrides = ['agent.period=90s', 'http.max_content_length=1536kb', 'agent.name=a: "b"'];
  const settings = loadSettings({
    files: [],
    overrides: [...overrides, 'elasticsearch.hosts=a,b'],
    env: {},
  });
  const text = printSettings(settings);
  expect(text).toContain('agent.period: 90s\n');
  expect(text).not.toContain('node.name');
  expect(loadSettings({ files: [{ name: 'a.yml', text }], overrides: [], env: {} })).toEqual(
    settings,
  );
});

test('a secret is never printed', () => {
  expect(printValue('hunter2', { type: 'string', description: 'Password.', secret: true })).toBe(
    '"****"',
  );
});
