import { expect, test } from 'vitest';
import { undeclaredFields } from '../../../testing.ts';
import { hostFiles } from '../host-files.ts';
import { systemProcess, type TopProcesses } from './metricset.ts';

const ID = 'c0ffee'.padEnd(64, '0');
const context = { signal: new AbortController().signal, now: () => new Date() };

const raw: TopProcesses = {
  cores: 4,
  memoryBytes: 8_192_000,
  pageBytes: 4096,
  bootMs: Date.parse('2026-11-22T11:00:00.000Z'),
  processes: [
    {
      sample: {
        pid: 4249,
        name: 'httpd',
        state: 'sleeping',
        parentPid: 1,
        groupId: 4249,
        userMs: 120,
        systemMs: 340,
        threads: 3,
        startTicks: 91_837,
        sizeBytes: 5_124_096,
        rssPages: 100,
        containerId: ID,
        cpuPct: 0.5,
      },
      identity: {
        args: ['httpd', '-f'],
        commandLine: 'httpd -f',
        executable: '/bin/busybox',
        workingDirectory: '/',
        userName: 'root',
      },
      use: {
        io: { rchar: 1, wchar: 2, syscr: 3, syscw: 4, read_bytes: 5, write_bytes: 6 },
        openFiles: 7,
        sharedPages: 10,
      },
    },
  ],
};

test('maps a process of a container', () => {
  const metricset = systemProcess(hostFiles('/'), 5);
  const events = metricset.map(raw, new Date('2026-11-22T12:00:00.000Z'));
  expect(events).toMatchObject([
    {
      'container.id': ID,
      'process.pid': 4249,
      'process.command_line': 'httpd -f',
      'process.cpu.pct': 0.125,
      'process.cpu.start_time': '2026-11-22T11:15:18.370Z',
      'process.memory.pct': 0.05,
      'system.process.cpu.total.pct': 0.5,
      'system.process.cpu.total.ticks': 460,
      'system.process.memory.rss.bytes': 409_600,
      'system.process.memory.share': 40_960,
      'system.process.fd.open': 7,
      'system.process.io.read_ops': 3,
    },
  ]);
  expect(undeclaredFields(events, metricset.fields)).toEqual([]);
});

test('sees this very process at work, with its real memory', async () => {
  const metricset = systemProcess(hostFiles('/'), 1_000);
  await metricset.fetch(context);
  const end = performance.now() + 200;
  while (performance.now() < end) {
    // Uses CPU.
  }
  const rss = process.memoryUsage.rss();
  const events = metricset.map(await metricset.fetch(context), new Date());
  const own = events.find((event) => event['process.pid'] === process.pid);
  expect(own?.['system.process.cpu.total.pct']).toBeGreaterThan(0);
  expect(own?.['process.args']).toContain(process.argv0);
  const ratio = Number(own?.['system.process.memory.rss.bytes']) / rss;
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('a clock that is set moves the start of processes with it', async () => {
  const real = hostFiles('/');
  let bootSeconds = 1_000;
  const metricset = systemProcess(
    {
      ...real,
      read: async (path) =>
        path === 'proc/stat' ? `cpu0 1 1 1\nbtime ${bootSeconds}\n` : await real.read(path),
    },
    1,
  );
  expect((await metricset.fetch(context)).bootMs).toBe(1_000_000);
  bootSeconds = 2_000;
  for (let i = 0; i < 30; i++) {
    await metricset.fetch(context);
  }
  expect((await metricset.fetch(context)).bootMs).toBe(2_000_000);
});
