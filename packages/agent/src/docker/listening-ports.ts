import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readKernelFile } from '../read-kernel-file.ts';
import type { Container } from './inspect.ts';

const STATE_LISTEN = '0A';
const PORTS_MAX = 64;
const KNOWN_MAX = 5_000;

/** Programs open their ports a while after the start of their container. */
const FIRST_AGE_MS = 3_000;
const SECOND_AGE_MS = 60_000;
const KEEP_MS = 10 * 60_000;
/** The kernel looks through the connections of all containers for each: some milliseconds. */
const READS_BURST = 10;
const READ_INTERVAL_MS = 5_000;

/** Reads the TCP ports that a container listens on; `undefined` when they cannot be seen from here. */
export type ReadPorts = (container: Container) => readonly number[] | undefined;

interface KnownPorts {
  readonly startedAt: string | undefined;
  readonly ports: readonly number[] | undefined;
  readonly atMs: number;
}

/**
 * Makes a reader below `hostfs`. It reads the ports of a container soon after its start, after a minute, and then
 * every ten minutes, and only a few containers at a time; in between it gives what it knows.
 */
export function createPortReader(hostfs: string, now: () => number = Date.now): ReadPorts {
  const known = new Map<string, KnownPorts>();
  let earned = READS_BURST;
  let earnedMs = now();
  return (container) => {
    const nowMs = now();
    const before = known.get(container.id);
    if (!isDue(container, before, nowMs)) {
      return before?.ports;
    }
    earned = Math.min(READS_BURST, earned + Math.max(0, nowMs - earnedMs) / READ_INTERVAL_MS);
    earnedMs = nowMs;
    if (earned < 1) {
      return before?.ports;
    }
    earned -= 1;
    const ports = readListeningPorts(container, hostfs);
    forgetOldest(known);
    known.set(container.id, { startedAt: container.startedAt, ports, atMs: nowMs });
    return ports;
  };
}

function isDue(container: Container, before: KnownPorts | undefined, nowMs: number): boolean {
  const startedMs = Date.parse(container.startedAt ?? '') || 0;
  if (!before || before.startedAt !== container.startedAt) {
    return nowMs - startedMs >= FIRST_AGE_MS;
  }
  const wasYoung = before.atMs - startedMs < SECOND_AGE_MS;
  return wasYoung ? nowMs - startedMs >= SECOND_AGE_MS : Math.abs(nowMs - before.atMs) >= KEEP_MS;
}

function forgetOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size >= KNOWN_MAX && oldest !== undefined) {
    known.delete(oldest);
  }
}

function readListeningPorts(container: Container, hostfs: string): number[] | undefined {
  if (container.pid === 0 || container.hostNetwork) {
    return undefined;
  }
  const folder = join(hostfs, 'proc', String(container.pid));
  try {
    // The same number may be another process here, when the engine runs elsewhere.
    const cgroup = readKernelFile(join(folder, 'cgroup'));
    if (!cgroup.includes(container.id)) {
      return undefined;
    }
    const tcp4 = readKernelFile(join(folder, 'net/tcp'));
    const tcp6 = existsSync(join(folder, 'net/tcp6'))
      ? readKernelFile(join(folder, 'net/tcp6'))
      : '';
    return parseListeningPorts(`${tcp4}\n${tcp6}`);
  } catch {
    // Ended in between, or not ours to read: exposed ports are used then.
    return undefined;
  }
}

/** Local ports in state LISTEN of `/proc/net/tcp`, in ascending order. */
export function parseListeningPorts(text: string): number[] {
  const ports = new Set<number>();
  for (const line of text.split('\n')) {
    const [, local = '', , state] = line.trim().split(/\s+/);
    if (state === STATE_LISTEN) {
      ports.add(Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
    }
  }
  return [...ports].sort((a, b) => a - b).slice(0, PORTS_MAX);
}
