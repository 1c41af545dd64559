import { parseTimeValue } from '@longshore/common/time-value';
import type { Writer } from '../write/writer.ts';
import { runIsm } from './ism/run-ism.ts';
import type { LifecycleParts } from './parts.ts';
import { runLifecycles } from './run-lifecycles.ts';

const INTERVAL_MS_MIN = 1_000;
const MINUTE_MS = 60_000;
const ISM_INTERVAL_SETTING = 'plugins.index_state_management.job_interval';
const INTERVAL_SETTING = 'indices.lifecycle.poll_interval';
/** How often it is looked whether the interval is over: it may be shortened at any time. */
const TICK_MS = 1_000;

export interface LifecycleScheduler {
  stop(): Promise<void>;
}

/** One kind of lifecycle, and how often it is run. */
interface Job {
  readonly run: (parts: LifecycleParts, now: Date) => Promise<void>;
  readonly intervalMs: (parts: LifecycleParts) => number;
  lastMs: number;
}

/** Runs lifecycles every `indices.lifecycle.poll_interval`, and those of ISM every `job_interval`, one run at a time. */
export function startLifecycles(
  parts: LifecycleParts & { readonly writer: Pick<Writer, 'recovered'> },
  now: () => Date = () => new Date(),
): LifecycleScheduler {
  const lastMs = now().getTime();
  const jobs: readonly Job[] = [
    { run: runLifecycles, intervalMs: pollIntervalMs, lastMs },
    { run: runIsm, intervalMs: jobIntervalMs, lastMs },
  ];
  let running: Promise<void> | undefined;
  let isRecovered = false;
  // Before that, an index has less than was written to it.
  void parts.writer.recovered().then(() => {
    isRecovered = true;
  });
  const tick = () => {
    const date = now();
    const [due] = jobs
      .filter((job) => date.getTime() - job.lastMs >= job.intervalMs(parts))
      .sort((a, b) => a.lastMs - b.lastMs);
    if (isRecovered && running === undefined && due !== undefined) {
      due.lastMs = date.getTime();
      running = due
        .run(parts, date)
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

function pollIntervalMs({ catalog }: LifecycleParts): number {
  const text = catalog.clusterSettings.get(INTERVAL_SETTING);
  return Math.max(
    INTERVAL_MS_MIN,
    text.startsWith('-')
      ? Number.MAX_VALUE
      : parseTimeValue(text, 'indices.lifecycle.poll_interval'),
  );
}

/** In minutes, as OpenSearch has it. */
function jobIntervalMs({ catalog }: LifecycleParts): number {
  const minutes = Number(catalog.clusterSettings.get(ISM_INTERVAL_SETTING));
  return Math.max(1, minutes) * MINUTE_MS;
}
