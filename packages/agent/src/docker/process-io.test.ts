import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Container, parseContainer } from './inspect.ts';
import { ProcessIoReader } from './process-io.ts';

const ID = 'c0ffee'.padEnd(64, '0');
let hostfs: string;
let nowMs = 0;
let reader: ProcessIoReader;
const container: Container = parseContainer({
  Id: ID,
  State: { Status: 'running', Pid: 10 },
});

beforeEach(() => {
  hostfs = mkdtempSync(join(tmpdir(), 'longshore-hostfs-'));
  nowMs = 0;
  reader = new ProcessIoReader(hostfs, () => nowMs);
});
afterEach(() => rmSync(hostfs, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(hostfs, path, '..'), { recursive: true });
  writeFileSync(join(hostfs, path), text);
}

/** A process that read and wrote so much. */
const process = (pid: number, read: number, written: number) =>
  write(`proc/${pid}/io`, `rchar: 9\nread_bytes: ${read}\nwrite_bytes: ${written}\n`);
const cgroup = (path: string, ...pids: number[]) =>
  write(`sys/fs/cgroup/${path}/cgroup.procs`, pids.map((pid) => `${pid}\n`).join(''));
const read = () => reader.read([container])[ID];

test('sums the processes of the cgroup and of those in it, on cgroup v2', () => {
  write('proc/10/cgroup', `0::/system.slice/docker-${ID}.scope\n`);
  cgroup(`system.slice/docker-${ID}.scope`, 10);
  cgroup(`system.slice/docker-${ID}.scope/inner`, 11, 12);
  process(10, 1, 100);
  process(11, 20, 200);
  // Process 12 has ended since it was listed.
  expect(read()).toEqual({ readBytes: 21, writeBytes: 300 });
});

test('finds the cgroup on v1, and gives what came since the reading before', () => {
  write('proc/10/cgroup', `9:name=systemd:/x/${ID}\n8:pids:/x/${ID}\n0::/x/${ID}\n`);
  cgroup(`pids/x/${ID}`, 10, 11);
  process(10, 100, 0);
  process(11, 50, 0);
  expect(read()).toEqual({ readBytes: 150, writeBytes: 0 });
  nowMs = 2_000;
  process(10, 1_000, 10);
  expect(read()).toEqual({
    readBytes: 1_050,
    writeBytes: 10,
    readBytesPerS: 450,
    writeBytesPerS: 5,
  });
});

test('a process that ends takes nothing away, and what its parent gets of it is not counted twice', () => {
  write('proc/10/cgroup', `0::/${ID}\n`);
  cgroup(ID, 10, 11);
  process(10, 100, 0);
  process(11, 50, 0);
  read();
  nowMs = 1_000;
  // The kernel added to the parent what its child had read.
  process(10, 150, 0);
  cgroup(ID, 10);
  expect(read()).toMatchObject({ readBytes: 150, readBytesPerS: 0 });
  nowMs = 2_000;
  process(10, 30, 0);
  expect(read()).toMatchObject({ readBytes: 150, readBytesPerS: 0 });
});

test('a restarted container begins anew', () => {
  write('proc/10/cgroup', `0::/${ID}\n`);
  write('proc/20/cgroup', `0::/${ID}\n`);
  cgroup(ID, 10);
  process(10, 100, 0);
  read();
  cgroup(ID, 20);
  process(20, 7, 0);
  const restarted = parseContainer({ Id: ID, State: { Status: 'running', Pid: 20 } });
  expect(reader.read([restarted])[ID]).toEqual({ readBytes: 7, writeBytes: 0 });
});

test('nothing is said of processes that are not surely those of the container', () => {
  // Another process of this number, when the engine runs elsewhere.
  write('proc/10/cgroup', '0::/user.slice\n');
  cgroup('user.slice', 10);
  process(10, 100, 0);
  expect(read()).toBeUndefined();
  // Seen from inside of another container.
  write('proc/10/cgroup', `0::/../../${ID}\n`);
  cgroup(ID, 10);
  expect(read()).toBeUndefined();
  // A process of a namespace that we do not see.
  write('proc/10/cgroup', `0::/${ID}\n`);
  cgroup(ID, 10, 0);
  expect(read()).toBeUndefined();
  rmSync(join(hostfs, 'proc'), { recursive: true });
  expect(read()).toBeUndefined();
});

test('a part of the processes is not taken for all of them', () => {
  write('proc/10/cgroup', `0::/${ID}\n`);
  cgroup(ID, 10, 11);
  process(10, 100, 0);
  // A folder cannot be read, not even by root, whom no permission stops.
  mkdirSync(join(hostfs, 'proc/11/io'), { recursive: true });
  expect(read()).toBeUndefined();
});
