import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { FakeEventSource } from '../../testing/fake-event-source.ts';
import { logLineOf } from '../../testing/fixtures.ts';
import { closePage, openPage, refusal } from '../../testing/page.tsx';

afterEach(closePage);

const page = (lines: readonly object[], total = lines.length) => ({
  status: 200,
  body: { total, totalIsLowerBound: false, lines },
});
const LINE = logLineOf({
  id: 'l1',
  message: 'connection refused',
  level: 'error',
  source: { message: 'connection refused', container: { name: 'app' }, stream: 'stderr' },
});

test('while the logs are searched the shape of the page is shown', async () => {
  openPage('/logs', { '/api/logs': 'pending' });
  expect(await screen.findByRole('status', { name: 'Searching the logs' })).toBeDefined();
});

test('a failure is told with its reason', async () => {
  openPage('/logs', { '/api/logs': refusal(403, 'security_exception', 'not for you') });
  expect((await screen.findByRole('alert')).textContent).toContain('not for you');
});

test('a query that is not understood is refused at its place', async () => {
  const reason = 'Encountered "<EOF>" at line 1, column 7.';
  openPage('/logs?q=a+AND+(', { '/api/logs': refusal(400, 'query_shard_exception', reason) });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(reason);
  expect(alert.querySelector('mark')?.textContent).toBe('(');
});

test('without lines it says why and offers a longer range', async () => {
  const { user, history } = openPage('/logs', { '/api/logs': page([]) });
  expect(await screen.findByText('No log lines: Last 15 minutes')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Look at the last 24 hours' }));
  expect(history.location.search).toBe('?from=now-24h&to=now');
});

test('with a query that finds nothing the query can be cleared', async () => {
  const { user, history } = openPage('/logs?q=nope', { '/api/logs': page([]) });
  await user.click(await screen.findByRole('button', { name: 'Clear query and filters' }));
  expect(history.location.search).toBe('');
});

test('a line shows its level in words and marks the words of the query', async () => {
  openPage('/logs?q=refused', { '/api/logs': page([LINE]) });
  const row = await screen.findByRole('row', { name: /connection refused/ });
  expect(row.textContent).toContain('error: connection refused');
  expect(row.querySelector('mark')?.textContent).toBe('refused');
});

test('an open line shows what its container wrote before and after it, whatever the query', async () => {
  const anchor = logLineOf({ ...LINE, containerId: 'c1', sort: [5, 'c1', 70] });
  const { user, asked } = openPage('/logs?q=refused', {
    '/api/logs': ({ searchParams }) => {
      const neighbour = searchParams.get('order') === 'oldest' ? 'came after' : 'came before';
      return page(
        searchParams.get('q') === 'refused'
          ? [anchor]
          : [logLineOf({ id: neighbour, message: neighbour })],
      );
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Show the whole record' }));
  await user.click(await screen.findByRole('radio', { name: 'Surrounding lines' }));
  const context = await screen.findByRole('region', { name: 'Lines of app around this one' });
  const lines = within(context).getAllByRole('listitem');
  expect(lines.map((line) => line.querySelector('span')?.textContent)).toEqual([
    'came after',
    'connection refused',
    'came before',
  ]);
  const neighbours = asked.filter(({ searchParams }) => searchParams.has('after'));
  expect(neighbours.map(({ searchParams }) => searchParams.get('after'))).toEqual([
    '[5,"c1",70]',
    '[5,"c1",70]',
  ]);
  expect(neighbours[0]?.searchParams.get('filters')).toContain('"value":"c1"');
});

test('an open record lists its fields; one of them becomes a filter of the address', async () => {
  const { user, history } = openPage('/logs', { '/api/logs': page([LINE]) });
  await user.click(await screen.findByRole('button', { name: 'Show the whole record' }));
  const field = (await screen.findByRole('rowheader', { name: 'stream' })).closest('tr');
  await user.click(
    within(field as HTMLElement).getByRole('button', { name: 'No lines with this value' }),
  );
  await expect.poll(() => history.location.search).toBe('?open=l1&f=-stream:stderr');
  expect(await screen.findByText('stream: stderr')).toBeDefined();
});

test('Enter runs the query that was typed', async () => {
  const { user, asked } = openPage('/logs', { '/api/logs': page([LINE]) });
  await user.type(await screen.findByRole('textbox', { name: 'Query' }), 'timeout{Enter}');
  await expect
    .poll(() =>
      asked.some(
        ({ pathname, searchParams }) =>
          pathname === '/api/logs' && searchParams.get('q') === 'timeout',
      ),
    )
    .toBe(true);
});

test('a field shows its commonest values with their share and filters by one', async () => {
  const { user, history } = openPage('/logs', {
    '/api/logs': page([LINE]),
    '/api/logs/field-values': {
      status: 200,
      body: { total: 4, values: [{ value: 'stderr', count: 3 }] },
    },
  });
  await user.click(await screen.findByRole('button', { name: /stream/ }));
  const values = await screen.findByRole('list', { name: 'Commonest values of stream' });
  expect(values.textContent?.replace('\u202f', ' ')).toContain('75 %');
  await user.click(within(values).getByRole('button', { name: 'Only lines with this value' }));
  await expect.poll(() => history.location.search).toBe('?field=stream&f=stream:stderr');
});

test('a field becomes a column', async () => {
  openPage('/logs?cols=stream', { '/api/logs': page([LINE]) });
  expect(await screen.findByRole('columnheader', { name: 'stream' })).toBeDefined();
  expect(await screen.findByRole('cell', { name: 'stderr' })).toBeDefined();
});

test('live tail puts new lines on top, and holds them back while somebody reads', async () => {
  const { user } = openPage('/logs?live=on', { '/api/logs': page([LINE]) });
  await screen.findByRole('row', { name: /connection refused/ });
  const say = (id: string) =>
    act(() =>
      FakeEventSource.of('/api/logs/tail')?.say('lines', [
        logLineOf({ id, message: `line ${id}` }),
      ]),
    );
  say('n1');
  expect(await screen.findByRole('row', { name: /line n1/ })).toBeDefined();
  const scroller = screen.getAllByRole('region', { name: 'Log lines, newest first' }).at(-1);
  (scroller as HTMLElement).scrollTop = 500;
  fireEvent.scroll(scroller as HTMLElement);
  say('n2');
  await user.click(await screen.findByRole('button', { name: '1 new line' }));
  expect(await screen.findByRole('row', { name: /line n2/ })).toBeDefined();
});

test('what live tail left out, and why it stopped, is said', async () => {
  openPage('/logs?live=on', { '/api/logs': page([LINE]) });
  await screen.findByRole('row', { name: /connection refused/ });
  const tail = FakeEventSource.of('/api/logs/tail');
  act(() => tail?.say('dropped', { count: 1_200 }));
  expect(await screen.findByText(/^1,200 lines came faster/)).toBeDefined();
  act(() => tail?.say('failed', { reason: 'the store is away' }));
  expect(await screen.findByText(/the store is away/)).toBeDefined();
});

test('ten thousand lines draw only the rows that can be seen', async () => {
  const lines = Array.from({ length: 10_000 }, (_, id) => logLineOf({ id: `${id}` }));
  openPage('/logs', { '/api/logs': page(lines) });
  const table = await screen.findByRole('table', { name: 'Log lines, newest first' });
  expect(table.getAttribute('aria-rowcount')).toBe('10000');
  expect(within(table).getAllByRole('row').length).toBeLessThan(150);
});
