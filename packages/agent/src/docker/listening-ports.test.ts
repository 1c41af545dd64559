import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Container } from './inspect.ts';
import { createPortReader, parseListeningPorts } from './listening-ports.ts';

// Recorded in November 2026 from a container with busybox httpd and one connection.
const TEXT = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:22B8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40461 1 0000 100 0 0 10 0
   1: 020011AC:0050 010011AC:A2F4 06 00000000:00000000 03:00001769 00000000     0        0 0 3 0000
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40462 1 0000 100 0 0 10 0
`;

test('gives the ports in state LISTEN, of both protocols, in order', () => {
  expect(parseListeningPorts(TEXT)).toEqual([80, 8888]);
});

test('reads soon after the start, after a minute, then seldom, and only what belongs to the container', () => {
  const hostfs = mkdtempSync(join(tmpdir(), 'longshore-proc-'));
  try {
    const folder = join(hostfs, 'proc/7');
    mkdirSync(join(folder, 'net'), { recursive: true });
    writeFileSync(join(folder, 'cgroup'), '0::/docker/c1\n');
    const listenOn = (port: string) =>
      writeFileSync(join(folder, 'net/tcp'), `0: 00000000:${port} 00000000:0000 0A 0\n`);
    listenOn('0050');
    let nowMs = 1_000_000;
    const read = createPortReader(hostfs, () => nowMs);
    const container = { id: 'c1', pid: 7, startedAt: new Date(nowMs).toISOString() } as Container;

    expect(read(container)).toBeUndefined();
    nowMs += 3_000;
    expect(read(container)).toEqual([80]);
    listenOn('0051');
    nowMs += 10_000;
    expect(read(container)).toEqual([80]);
    nowMs += 60_000;
    expect(read(container)).toEqual([81]);
    listenOn('0052');
    nowMs += 60_000;
    expect(read(container)).toEqual([81]);
    nowMs += 600_000;
    expect(read(container)).toEqual([82]);
    expect(read({ ...container, id: 'other' })).toBeUndefined();
  } finally {
    rmSync(hostfs, { recursive: true });
  }
});

test('reads only a few of many containers at a time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-proc-'));
  try {
    let nowMs = 1_000_000_000;
    const read = createPortReader(folder, () => nowMs);
    const containers = Array.from({ length: 30 }, (_, index) => {
      const pid = index + 1;
      mkdirSync(join(folder, `proc/${pid}/net`), { recursive: true });
      writeFileSync(join(folder, `proc/${pid}/cgroup`), `0::/docker/c${pid}\n`);
      writeFileSync(join(folder, `proc/${pid}/net/tcp`), '0: 00000000:0050 00000000:0000 0A 0\n');
      return { id: `c${pid}`, pid } as Container;
    });
    const known = () => containers.filter((container) => read(container)).length;
    expect(known()).toBe(10);
    nowMs += 10_000;
    expect(known()).toBe(12);
    // A clock that is set back must not stop it.
    nowMs -= 3_600_000;
    for (let i = 0; i < 4; i++) {
      nowMs += 50_000;
      known();
    }
    expect(known()).toBe(30);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
