import type { ProcessSample } from './process-table.ts';

/**
 * The `n` processes with the most CPU and the `n` with the most memory, of the whole host and of each container.
 * Threads of the kernel are never among them.
 */
export function selectTop(processes: readonly ProcessSample[], n: number): ProcessSample[] {
  const chosen = new Set<ProcessSample>();
  const byContainer = new Map<string, ProcessSample[]>();
  const programs = processes.filter(({ sizeBytes }) => sizeBytes > 0);
  for (const process of programs) {
    if (process.containerId !== undefined) {
      const list = byContainer.get(process.containerId) ?? [];
      list.push(process);
      byContainer.set(process.containerId, list);
    }
  }
  for (const group of [programs, ...byContainer.values()]) {
    for (const process of [...highest(group, n, cpuOf), ...highest(group, n, memoryOf)]) {
      chosen.add(process);
    }
  }
  return [...chosen];
}

const cpuOf = ({ cpuPct }: ProcessSample) => cpuPct ?? 0;
const memoryOf = ({ rssPages }: ProcessSample) => rssPages;

function highest(
  group: readonly ProcessSample[],
  n: number,
  sizeOf: (process: ProcessSample) => number,
): readonly ProcessSample[] {
  return group.length <= n
    ? group
    : group.toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.pid - b.pid).slice(0, n);
}
