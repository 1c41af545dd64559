import type { ContainerSpec } from './docker-api.ts';

const MIB = 1024 * 1024;

/** Containers that do what people worry about. */
export const containers = {
  /** Does nothing. */
  idle: { command: ['sleep', '1000000'] },
  /** Uses half a core, its limit. */
  burner: { command: ['sh', '-c', 'while :; do :; done'], cpuCores: 0.5 },
  /**
   * Allocates until it is killed at its limit. Not at once: the engine misses one kill in twenty of those that come
   * before its containerd watches the new cgroup.
   */
  hog: { command: ['sh', '-c', 'sleep 0.5; exec tail /dev/zero'], memoryBytes: 16 * MIB },
  /** Its health check fails. */
  unhealthy: {
    command: ['sleep', '1000000'],
    health: { command: 'echo "disk is full"; exit 1', intervalMs: 300 },
  },
  /** Its health check succeeds. */
  healthy: { command: ['sleep', '1000000'], health: { command: 'true', intervalMs: 300 } },
  /** Ends with status 3 again and again, and is restarted. */
  restarting: { command: ['sh', '-c', 'sleep 0.2; exit 3'], restart: 'always' },
  /** Ends with status 3, once. */
  failing: { command: ['sh', '-c', 'exit 3'] },
  /** Serves a page on port 80, and has all kinds of limits. */
  httpd: {
    command: ['sh', '-c', 'echo welcome > /tmp/index.html; exec httpd -f -p 80 -h /tmp'],
    labels: { 'com.example.team': 'web' },
    memoryBytes: 64 * MIB,
    cpuCores: 0.5,
    pidsMax: 50,
    exposedPort: 80,
  },
  /** Writes some megabytes a second to the disk, each time by a process of its own. */
  writer: {
    command: [
      'sh',
      '-c',
      'while :; do dd if=/dev/zero of=/file bs=1M count=2 conv=fsync 2> /dev/null; sleep 0.3; done',
    ],
  },
  /** Logs ten lines a second, every tenth to stderr. */
  logger: {
    command: [
      'sh',
      '-c',
      'i=0; while :; do i=$((i+1)); [ $((i%10)) = 0 ] && echo "ERROR line $i" >&2 || echo "INFO line $i"; sleep 0.1; done',
    ],
  },
} as const satisfies Record<string, ContainerSpec>;
