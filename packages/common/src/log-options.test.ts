import { expect, test } from 'vitest';
import { logOptions } from './log-options.ts';

test('an error is written with its message, type and stack', () => {
  const { serializers } = logOptions('longshore-store', 1, 'info');
  expect(serializers.error(new TypeError('no'))).toMatchObject({
    message: 'no',
    type: 'TypeError',
    stack_trace: expect.stringContaining('TypeError: no'),
  });
});

test('the level warning of the settings is what the logger calls warn', () => {
  expect(logOptions('longshore-store', 1, 'warning').level).toBe('warn');
  expect(logOptions('longshore-store', 1, 'debug').level).toBe('debug');
});
