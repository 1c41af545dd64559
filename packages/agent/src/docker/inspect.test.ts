import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type InspectAnswer, parseContainer } from './inspect.ts';

// Recorded in November 2026 from Docker 20.10 on Debian 12.
const recorded = JSON.parse(
  readFileSync(new URL('./testdata/inspect.json', import.meta.url), 'utf8'),
) as Readonly<Record<'web' | 'hog', InspectAnswer>>;

test('keeps of a running container what is needed', () => {
  const id = recorded.web.Id;
  const { health, ...web } = parseContainer(recorded.web);
  expect(web).toEqual({
    id,
    name: 'web',
    image: 'busybox:1.35',
    labels: { com_example_team: 'web' },
    command: "sh -c 'echo hi > /tmp/index.html; exec httpd -f -p 80 -h /tmp'",
    createdAt: expect.stringMatching(/^2026-11-22T/),
    state: 'running',
    pid: expect.any(Number),
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    startedAt: expect.stringMatching(/^2026-11-22T/),
    healthCommand: '/bin/sh -c wget -q -O - http://127.0.0.1/ || exit 1',
    logDriver: 'json-file',
    logPath: `/var/lib/docker/containers/${id}/${id}-json.log`,
    tty: false,
    ipAddresses: ['172.17.0.2'],
    ports: ['127.0.0.1:18999->80/tcp'],
    exposedPorts: [80],
    hostNetwork: false,
    limits: { memoryBytes: 67_108_864, cpuCores: 0.5, pids: 50 },
    versions: {},
  });
  expect(health).toMatchObject({ status: 'healthy', failingStreak: 0, last: { exitCode: 0 } });
});

test('keeps of a killed container how it ended', () => {
  expect(parseContainer(recorded.hog)).toMatchObject({
    state: 'exited',
    pid: 0,
    exitCode: 137,
    oomKilled: true,
    finishedAt: expect.stringMatching(/^2026-11-22T/),
    limits: { memoryBytes: 16_777_216 },
  });
});

test('takes a CPU limit from quota and period, and versions but no secrets from the environment', () => {
  const container = parseContainer({
    Id: 'c1',
    HostConfig: { CpuQuota: 150_000, CpuPeriod: 100_000, PidsLimit: -1, Memory: 0 },
    Config: { Env: ['NGINX_VERSION=1.27.2', 'DB_PASSWORD=hunter2', 'X_VERSION=$(reboot)'] },
  });
  expect(container.limits).toEqual({ cpuCores: 1.5 });
  expect(container.versions).toEqual({ NGINX_VERSION: '1.27.2' });
  expect(JSON.stringify(container)).not.toContain('hunter2');
});

test('what has no end is cut', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => i);
  const { command, labels, ports, exposedPorts } = parseContainer({
    Id: 'c1',
    Path: 'sh',
    Args: ['-c', 'x'.repeat(1e6)],
    Config: {
      Labels: Object.fromEntries(many(10_000).map((i) => [`label.${i}`, 'y'.repeat(10_000)])),
      ExposedPorts: Object.fromEntries(many(10_000).map((i) => [`${i + 1}/tcp`, {}])),
    },
    NetworkSettings: { Ports: Object.fromEntries(many(10_000).map((i) => [`${i + 1}/tcp`, null])) },
  });
  expect(command).toHaveLength(4_097);
  expect(Object.keys(labels)).toHaveLength(200);
  expect(labels.label_0).toHaveLength(1_025);
  expect([ports.length, exposedPorts.length]).toEqual([100, 100]);
});
