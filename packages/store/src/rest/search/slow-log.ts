import { parseTimeValue } from '@longshore/common/time-value';
import type { IndexSettings } from '../../index/index-settings.ts';
import type { SearchIndex } from '../../index/target.ts';
import type { Found } from '../../search/build-response.ts';
import type { Task } from '../../tasks/task-registry.ts';
import type { Store } from '../route.ts';
import { beginning } from './search-task.ts';

/** From what is most to what is least urgent, as pino and the settings call them. */
const LEVELS = ['warn', 'info', 'debug', 'trace'] as const;
const LEVEL_SETTING = 'index.search.slowlog.level';
/** Names of indices in one line of the log. */
const NAMES_MAX = 20;

type Level = (typeof LEVELS)[number];
type Phase = 'query' | 'fetch';

/** A search that has ended. */
export interface EndedSearch {
  readonly indices: readonly SearchIndex[];
  readonly found: Found;
  /** The request as it was received. */
  readonly source: Buffer;
  readonly task: Task;
}

/**
 * Writes a search to the log when a phase of it took as long as the settings `index.search.slowlog.threshold.*` of one of
 * its indices say: one line for each phase, at the most urgent level, with the indices that ask for it.
 */
export function logSlowSearch(
  { catalog, log }: Pick<Store, 'catalog' | 'log'>,
  of: EndedSearch,
): void {
  const { indices, found, source, task } = of;
  const { tookMs, fetchMs, total, shards } = found;
  for (const [phase, ms] of [
    ['query', Math.max(0, tookMs - fetchMs)],
    ['fetch', fetchMs],
  ] as const) {
    const asking = new Map<Level, string[]>();
    for (const { uuid, name } of indices) {
      const level = slowLevel(catalog.indexByUuid(uuid)?.settings ?? {}, phase, ms);
      if (level !== undefined) {
        asking.set(level, [...(asking.get(level) ?? []), name]);
      }
    }
    const level = LEVELS.find((one) => asking.has(one));
    const names = [...asking.values()].flat();
    if (level !== undefined) {
      log[level](
        {
          'slowlog.phase': phase,
          'slowlog.took_ms': ms,
          'slowlog.total_took_ms': tookMs,
          'slowlog.indices': names.slice(0, NAMES_MAX),
          'slowlog.indices_total': names.length,
          'slowlog.shards_total': shards.total,
          'slowlog.hits_total': total,
          'slowlog.timed_out': found.isTimedOut,
          'slowlog.source': beginning(source),
          'task.id': task.id,
        },
        'slow search',
      );
    }
  }
}

/** The level at which an index wants a phase of this length to be written; undefined when it does not. */
function slowLevel(settings: IndexSettings, phase: Phase, ms: number): Level | undefined {
  const least = String(settings[LEVEL_SETTING] ?? 'trace').toLowerCase();
  const names: readonly string[] = LEVELS;
  const wanted = LEVELS.slice(0, 1 + names.indexOf(least));
  return wanted.find((level) => {
    const name = `index.search.slowlog.threshold.${phase}.${level}`;
    const value = settings[name];
    const thresholdMs = value === undefined ? -1 : parseTimeValue(String(value), name);
    return thresholdMs >= 0 && ms >= thresholdMs;
  });
}
