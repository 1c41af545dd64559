import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readKernelFile } from '../read-kernel-file.ts';
import type { Container } from './inspect.ts';

const STATE_LISTEN = '0A';
const PORTS_MAX = 64;

const YOUNG_MS = 60_000;
const KEEP_MS = 60_000;

/** Reads the TCP ports that a container listens on; `undefined` when they cannot be seen from here. */
export type ReadPorts = (container: Container) => readonly number[] | undefined;

/**
 * Makes a reader below `hostfs`. Ports of a container that has just started are read each time, since a program
 * opens them late; after that once a minute.
 */
export function createPortReader(hostfs: string, now: () => number = Date.now): ReadPorts {
  const known = new WeakMap<
    Container,
    { readonly ports: readonly number[] | undefined; readonly atMs: number }
  >();
  return (container) => {
    const before = known.get(container);
    const age = now() - Date.parse(container.startedAt ?? '');
    if (before && age > YOUNG_MS && now() - before.atMs < KEEP_MS) {
      return before.ports;
    }
    const ports = readListeningPorts(container, hostfs);
    known.set(container, { ports, atMs: now() });
    return ports;
  };
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
