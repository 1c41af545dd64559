import { act, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { FakeEventSource } from '../../testing/fake-event-source.ts';
import { containerOf, hostOf } from '../../testing/fixtures.ts';
import { closePage, openPage, refusal } from '../../testing/page.tsx';

afterEach(closePage);

const MIB = 1_048_576;
const AT = '2026-11-22T10:20:00.000Z';
const inventory = (facts: object = {}) => ({
  status: 200,
  body: {
    at: AT,
    hosts: [hostOf()],
    containers: [
      containerOf({
        name: 'shop-db',
        image: 'postgres:16.4',
        memoryUsedBytes: 300 * MIB,
        memoryLimitBytes: 512 * MIB,
        cpuCores: 0.5,
        cpuLimitCores: 2,
        application: { name: 'PostgreSQL', version: '16.4', evidence: 'image postgres' },
      }),
      containerOf({ name: 'batch', state: 'exited', exitCode: 0 }),
    ],
    problems: [],
    ...facts,
  },
});
const open = (address: string, facts: object = {}) =>
  openPage(address, { '/api/inventory': inventory(facts) });
const rowNames = () =>
  screen.getAllByRole('row').flatMap((row) => {
    const link = within(row).queryAllByRole('link')[0];
    return link ? [link.textContent] : [];
  });

test('while the first snapshot is on its way, the shape of the page is shown', async () => {
  openPage('/', { '/api/inventory': 'pending' });
  expect(await screen.findByRole('status', { name: /Loading hosts/ })).toBeDefined();
});

test('when nothing can be shown, the reason is told and trying again helps', async () => {
  let isDown = true;
  const { user } = openPage('/', {
    '/api/inventory': () =>
      isDown ? refusal(403, 'security_exception', 'not allowed from there') : inventory(),
  });
  expect((await screen.findByRole('alert')).textContent).toContain('not allowed from there');
  isDown = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table', { name: 'Containers' })).toBeDefined();
});

test('a container shows its state, application, CPU and memory against their limits', async () => {
  open('/');
  const row = await screen.findByRole('row', { name: /shop-db/ });
  for (const text of ['running', 'PostgreSQL', 'postgres', '0.50', '25 % of 2', '300 MiB']) {
    expect(row.textContent?.replaceAll('\u202f', ' ')).toContain(text);
  }
  expect(within(row).getByRole('link', { name: 'shop-db' }).getAttribute('href')).toMatch(
    /^\/containers\/id-shop-db0+$/,
  );
});

test('stopped containers are hidden, counted, and shown on demand; the address keeps it', async () => {
  const { user, history } = open('/');
  expect(await screen.findByText('1 of 2')).toBeDefined();
  expect(rowNames()).toEqual(['shop-db']);
  await user.click(screen.getByRole('button', { name: 'Show 1 stopped' }));
  expect(await screen.findByRole('link', { name: 'batch' })).toBeDefined();
  expect(history.location.search).toBe('?stopped=show');
});

test('the filter box narrows, lives in the address and names what it does not understand', async () => {
  const { user, history } = open('/');
  const box = await screen.findByRole('searchbox', { name: 'Filter containers' });
  await user.type(box, 'state:exited');
  expect(await screen.findByRole('link', { name: 'batch' })).toBeDefined();
  expect(screen.queryByRole('link', { name: 'shop-db' })).toBeNull();
  expect(history.location.search).toBe('?filter=state:exited');
  await user.clear(box);
  await user.type(box, 'cpu>x');
  expect(await screen.findByText('Not understood: cpu>x')).toBeDefined();
});

test('a filter that hides everything says so and can be cleared', async () => {
  const { user } = open('/?filter=nothing-like-it');
  expect(await screen.findByText('The filter hides all 2 containers')).toBeDefined();
  const [button] = screen.getAllByRole('button', { name: 'Clear the filter' });
  await user.click(button as HTMLElement);
  expect(await screen.findByRole('link', { name: 'shop-db' })).toBeDefined();
});

test('a click on a column sorts by it, largest first, and again the other way', async () => {
  const containers = [
    containerOf({ name: 'small', cpuCores: 0.1 }),
    containerOf({ name: 'large', cpuCores: 2 }),
  ];
  const { user, history } = open('/', { containers });
  await screen.findByRole('link', { name: 'small' });
  const head = screen.getByRole('columnheader', { name: 'CPU' });
  await user.click(within(head).getByRole('button'));
  expect(rowNames()).toEqual(['large', 'small']);
  expect(history.location.search).toBe('?sort=-cpu');
  await user.click(within(head).getByRole('button'));
  expect(rowNames()).toEqual(['small', 'large']);
  expect(head.getAttribute('aria-sort')).toBe('ascending');
});

test('the verdict names who needs somebody, with a link', async () => {
  const containers = [containerOf({ name: 'sick', health: 'unhealthy', host: 'alpha' })];
  open('/', { containers });
  const verdict = (await screen.findByText('1 needs you:')).closest('p');
  expect(verdict?.textContent).toContain('sick on alpha is unhealthy');
  expect(within(verdict as HTMLElement).getByRole('link', { name: 'sick' })).toBeDefined();
});

test('without the right to the socket, cause and command are shown beside the host', async () => {
  const problem = {
    code: 'docker_forbidden',
    host: 'alpha',
    detail: 'EACCES /var/run/docker.sock',
  };
  open('/', { containers: [], problems: [problem] });
  expect(await screen.findByText('No permission to read from the Docker Engine')).toBeDefined();
  expect(screen.getByText(/EACCES/)).toBeDefined();
  expect(screen.getByText(/usermod -aG docker/)).toBeDefined();
  expect(screen.getByText('What can be seen is well.')).toBeDefined();
  expect(screen.getByRole('article', { name: 'alpha' })).toBeDefined();
});

test('before the first figures it says that they are coming', async () => {
  open('/', { hosts: [], containers: [] });
  expect(await screen.findByText('Waiting for the first figures')).toBeDefined();
});

test('a message of the stream replaces the snapshot; a broken stream is replaced by polling', async () => {
  open('/');
  await screen.findByRole('link', { name: 'shop-db' });
  const stream = FakeEventSource.of('/api/inventory/stream');
  act(() =>
    stream?.say('message', {
      ...inventory().body,
      containers: [containerOf({ name: 'brand-new' })],
    }),
  );
  expect(await screen.findByRole('link', { name: 'brand-new' })).toBeDefined();
  act(() => stream?.onerror?.());
  expect(await screen.findByText(/live stream is interrupted/)).toBeDefined();
});

test('two thousand containers draw only the rows that can be seen', async () => {
  const containers = Array.from({ length: 2_000 }, (_, index) =>
    containerOf({ name: `app-${index}`, id: `id-${index}` }),
  );
  open('/', { containers });
  const table = await screen.findByRole('table', { name: 'Containers' });
  expect(table.getAttribute('aria-rowcount')).toBe('2001');
  expect(within(table).getAllByRole('row').length).toBeLessThan(100);
});

test('j, k and Enter walk the rows and open one', async () => {
  const { user, history } = open('/');
  await screen.findByRole('link', { name: 'shop-db' });
  await user.keyboard('j{Enter}');
  await expect.poll(() => history.location.pathname).toMatch(/^\/containers\/id-shop-db/);
});

test('ports that do not fit are counted, and the tooltip has them all', async () => {
  const ports = ['0.0.0.0:8080->80/tcp', ':::8080->80/tcp', '0.0.0.0:443->443/tcp', '9000/udp'];
  open('/', { containers: [containerOf({ name: 'edge', ports })] });
  const cell = (await screen.findByText('8080')).parentElement;
  expect(cell?.textContent).toBe('8080+2');
  expect(cell?.title.split('\n')).toEqual(ports);
});
