import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { containerOf } from '../../testing/fixtures.ts';
import { closePage, openPage, refusal } from '../../testing/page.tsx';

afterEach(closePage);

const ID = 'c1'.padEnd(64, '0');
const AT = Date.parse('2026-11-22T10:00:00.000Z');
const detail = (facts: object = {}, rest: object = {}) => ({
  status: 200,
  body: {
    container: containerOf({ id: ID, name: 'shop-db', ...facts }),
    intervalMs: 30_000,
    series: [
      {
        name: 'cpu',
        unit: 'cores',
        points: [
          [AT, 0.25],
          [AT + 30_000, 0.5],
        ],
      },
      {
        name: 'memory',
        unit: 'byte',
        points: [
          [AT, 104_857_600],
          [AT + 30_000, null],
        ],
      },
    ],
    events: [{ at: '2026-11-22T10:00:10.000Z', action: 'die', exitCode: 137 }],
    processes: [
      { pid: 7, commandLine: 'postgres', user: 'root', cpuCores: 0.1, memoryBytes: 2_097_152 },
    ],
    ...rest,
  },
});
const open = (facts: object = {}, rest: object = {}) =>
  openPage(`/containers/${ID}`, { [`/api/containers/${ID}`]: detail(facts, rest) });

test('while the container is loaded the shape of the page is shown', async () => {
  openPage(`/containers/${ID}`, { [`/api/containers/${ID}`]: 'pending' });
  expect(await screen.findByRole('status', { name: 'Loading the container' })).toBeDefined();
});

test('an unknown container says that it may be gone and leads back', async () => {
  const gone = refusal(404, 'resource_not_found_exception', 'no such container');
  openPage(`/containers/${ID}`, { [`/api/containers/${ID}`]: gone });
  expect(await screen.findByText('This container is not known')).toBeDefined();
  expect(screen.getByRole('link', { name: 'All containers' })).toBeDefined();
});

test('a failure is told with its reason', async () => {
  const failed = refusal(400, 'illegal_argument_exception', 'range too long');
  openPage(`/containers/${ID}`, { [`/api/containers/${ID}`]: failed });
  expect((await screen.findByRole('alert')).textContent).toContain('range too long');
});

test('the facts that explain trouble are in words', async () => {
  open({ state: 'exited', exitCode: 137, oomKilled: true, restarts: 4 });
  expect(await screen.findByRole('heading', { name: 'shop-db' })).toBeDefined();
  expect(screen.getByText('exit code 137, SIGKILL, out of memory')).toBeDefined();
  expect(screen.getAllByText('no memory limit').length).toBeGreaterThan(0);
  expect(screen.getByText('no health check')).toBeDefined();
});

test('each chart says its newest and largest value to those who cannot see it', async () => {
  open();
  expect(
    await screen.findByRole('figure', { name: 'CPU. CPU: now 0.50, at most 0.50.' }),
  ).toBeDefined();
  const memory = screen.getByRole('figure', { name: /^Memory\./ });
  expect(memory.getAttribute('aria-label')?.replaceAll('\u202f', ' ')).toContain('now 100 MiB');
});

test('processes and events are listed; nothing to list is said', async () => {
  open();
  const events = await screen.findByRole('region', { name: 'Events' });
  expect(within(events).getByText('Ended (exit code 137, SIGKILL)')).toBeDefined();
  expect(screen.getByRole('region', { name: 'Processes' }).textContent).toContain('postgres');
  await closePage();
  open({}, { events: [], processes: [] });
  expect(await screen.findByText('Nothing happened to the container in this range.')).toBeDefined();
  expect(screen.getByText('No process was seen in this range.')).toBeDefined();
});

test('its log is asked for by its id and leads to the log page', async () => {
  const { asked } = open();
  const log = await screen.findByRole('region', { name: 'Log' });
  expect(within(log).getByRole('link', { name: 'Search this log' }).getAttribute('href')).toBe(
    '/logs?f=container.name:shop-db',
  );
  const search = asked.find(({ pathname }) => pathname === '/api/logs');
  expect(JSON.parse(search?.searchParams.get('filters') ?? '')).toEqual([
    { field: 'container.id', value: ID, negate: false },
  ]);
});

test('the charts can be read as numbers, and the address keeps it', async () => {
  const { history } = openPage(`/containers/${ID}?charts=table`, {
    [`/api/containers/${ID}`]: detail(),
  });
  const table = await screen.findByRole('table', { name: /Numbers of the charts/ });
  const text = within(table).getAllByRole('row')[2]?.textContent?.replaceAll('\u202f', ' ');
  expect(text).toContain('0.25');
  expect(text).toContain('100 MiB');
  fireEvent.click(screen.getByRole('button', { name: 'Show as charts' }));
  await expect.poll(() => history.location.search).toBe('');
});
