import { expect, test } from 'vitest';
import { FailureLog } from './failure-log.ts';

/** A log that collects what is said, as `level: message`, and a clock to be set. */
function setUp() {
  const lines: string[] = [];
  const level = (name: string) => (fields: unknown, message?: string) =>
    lines.push(`${name}: ${message} ${JSON.stringify(fields)}`);
  const clock = { ms: 0 };
  const log = { warn: level('warn'), info: level('info'), debug: level('debug') };
  const failures = new FailureLog(log as never, () => clock.ms);
  const said = () => lines.splice(0).filter((line) => !line.startsWith('debug'));
  return { failures, said, clock };
}

const reason = { 'error.message': 'no engine' };

test('one reason is one warning, however many suffer from it, and its end is one line', () => {
  const { failures, said, clock } = setUp();
  for (let i = 0; i < 100; i++) {
    for (const sufferer of ['docker.cpu', 'docker.memory', 'docker.info']) {
      failures.failed(sufferer, 'failed', reason);
    }
    clock.ms += 10_000;
  }
  expect(said()).toEqual([
    'warn: failed {"event.dataset":"docker.cpu","error.message":"no engine","count":1}',
  ]);
  failures.succeeded('docker.cpu', 'works again');
  failures.succeeded('docker.memory', 'works again');
  expect(said()).toEqual([]);
  failures.succeeded('docker.info', 'works again');
  failures.succeeded('docker.info', 'works again');
  expect(said()).toEqual(['info: works again {"event.dataset":"docker.info","count":299}']);
});

test('another reason is another warning', () => {
  const { failures, said } = setUp();
  failures.failed('docker.cpu', 'failed', reason);
  failures.failed('docker.cpu', 'failed', { 'error.message': 'forbidden' });
  failures.failed('docker.info', 'failed', { 'error.message': 'forbidden' });
  expect(said().map((line) => line.slice(0, 4))).toEqual(['warn', 'warn']);
});

test('what comes and goes is not said each time; after a minute without it, it is', () => {
  const { failures, said, clock } = setUp();
  for (let i = 0; i < 5; i++) {
    failures.failed('docker.cpu', 'failed', reason);
    failures.succeeded('docker.cpu', 'works again');
    clock.ms += 10_000;
  }
  expect(said().map((line) => line.slice(0, 4))).toEqual(['warn', 'info']);
  clock.ms += 60_000;
  failures.failed('docker.cpu', 'failed', reason);
  expect(said()).toHaveLength(1);
});

test('reminds once an hour, and keeps no more than a hundred reasons', () => {
  const { failures, said, clock } = setUp();
  failures.failed('docker.cpu', 'failed', reason);
  clock.ms += 3_600_000;
  failures.failed('docker.cpu', 'failed', reason);
  failures.failed('docker.cpu', 'failed', reason);
  expect(said().map((line) => line.slice(0, 4))).toEqual(['warn', 'info']);
  for (let i = 0; i < 100; i++) {
    failures.failed('docker.cpu', 'failed', { 'error.message': `reason ${i}` });
  }
  said();
  // Pushed out by the others, so that it is new again.
  failures.failed('docker.cpu', 'failed', reason);
  expect(said()).toHaveLength(1);
});
