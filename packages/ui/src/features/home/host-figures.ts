import type { Host } from '@longshore/common/api/inventory';

/** A host that said nothing for this long is called silent. */
const SILENT_MS = 60_000;

/** What the card of a host shows beside the plain figures. */
export function hostFigures(host: Host) {
  const { memoryUsedBytes, memoryTotalBytes, memoryLimitsBytes, load1, cores } = host;
  return {
    memoryShare:
      memoryUsedBytes !== null && memoryTotalBytes ? memoryUsedBytes / memoryTotalBytes : null,
    /** The sum of the containers' limits as a share of the memory: above 1 it is promised twice. */
    limitsShare: memoryTotalBytes ? memoryLimitsBytes / memoryTotalBytes : null,
    loadLevel: loadLevel(load1, cores),
  };
}

/** Amber above the number of cores, red above twice that. */
export function loadLevel(load: number | null, cores: number | null): 'ok' | 'warn' | 'bad' {
  if (load === null || cores === null || load <= cores) {
    return 'ok';
  }
  return load > 2 * cores ? 'bad' : 'warn';
}

/** Whether the agent of a host has stopped talking. */
export function isSilent({ lastSeen }: Host, nowMs: number): boolean {
  return nowMs - Date.parse(lastSeen) > SILENT_MS;
}
