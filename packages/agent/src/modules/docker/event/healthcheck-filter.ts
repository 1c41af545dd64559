import type { EngineEvent } from '../../../docker/events.ts';

const RUNS_MAX = 1_000;
const ACTION = /^exec_(?:create|start): ([\s\S]*)$/;

/**
 * Tells the engine's runs of health checks from commands that a person runs in a container: three events for each
 * check would drown everything else. `healthCommandOf` gives the command of a container's check.
 */
export function createHealthcheckFilter(
  healthCommandOf: (containerId: string) => string | undefined,
): (event: EngineEvent) => boolean {
  const runs = new Set<string>();
  return ({ Type, Action = '', Actor }) => {
    if (Type !== 'container' || !Action.startsWith('exec_')) {
      return false;
    }
    const run = Actor?.Attributes?.execID ?? '';
    if (Action === 'exec_die') {
      return runs.delete(run);
    }
    const command = ACTION.exec(Action)?.[1];
    if (command === undefined || command !== healthCommandOf(Actor?.ID ?? '')) {
      return false;
    }
    for (const oldest of runs.size >= RUNS_MAX ? [...runs].slice(0, 1) : []) {
      runs.delete(oldest);
    }
    runs.add(run);
    return true;
  };
}
