import { expect, test } from 'vitest';
import { i18n } from '../../i18n/i18n.ts';
import { eventText, isBadEvent } from './event-text.ts';

const event = (action: string, exitCode: number | null = null) => ({
  at: '2026-11-22T10:20:00.000Z',
  action,
  exitCode,
});

test('the end of a container says how it ended', () => {
  const t = i18n.getFixedT('en');
  expect(eventText(event('die', 137), t)).toBe('Ended (exit code 137, SIGKILL)');
  expect(eventText(event('die', 1), t)).toBe('Ended (exit code 1)');
  expect(eventText(event('start'), i18n.getFixedT('ko'))).toBe('시작됨');
});

test('an engine word that is new to us is shown as it is', () => {
  expect(eventText(event('checkpoint'), i18n.getFixedT('en'))).toBe('checkpoint');
});

test('a kill, a failure and a failed health check are trouble; being stopped is not', () => {
  const bad = ['oom', 'health_status: unhealthy'].map((action) => isBadEvent(event(action)));
  expect([...bad, isBadEvent(event('die', 1))]).toEqual([true, true, true]);
  expect([event('die', 0), event('die', 143), event('start')].map(isBadEvent)).toEqual([
    false,
    false,
    false,
  ]);
});
