import { parseDuration } from '@longshore/common/duration';
import type { Writer } from '../write/writer.ts';
import type { LifecycleParts } from './parts.ts';
import { runLifecycles } from './run-lifecycles.ts';

const INTERVAL_MS_MIN = 1_000;
const INTERVAL_SETTING = 'indices.lifecycle.poll_interval';
/** How often it is looked whether the interval is over: it may be shortened at any time. */
const TICK_MS = 1_000;

export interface LifecycleScheduler {
  stop(): Promise<void>;
}

/** Runs lifecycles every `indices.lifecycle.poll_interval`, one run after the other. */
export function startLifecycles(
  parts: LifecycleParts & { readonly writer: Pick<Writer, 'recovered'> },
  now: () => Date = () => new Date(),
): LifecycleScheduler {
  let lastMs = now().getTime();
  let running: Promise<void> | undefined;
  let isRecovered = false;
  // Before that, an index has less than was written to it.
  void parts.writer.recovered().then(() => {
    isRecovered = true;
  });
  const tick = () => {
    const date = now();
    if (isRecovered && running === undefined && date.getTime() - lastMs >= intervalMs(parts)) {
      lastMs = date.getTime();
      running = runLifecycles(parts, date)
        .catch((error: unknown) => parts.log.error({ error }, 'lifecycles could not be run'))
        .finally(() => {
          running = undefined;
        });
    }
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

function intervalMs({ catalog }: LifecycleParts): number {
  const text = catalog.clusterSettings.get(INTERVAL_SETTING);
  return Math.max(INTERVAL_MS_MIN, text.startsWith('-') ? Number.MAX_VALUE : parseDuration(text));
}
