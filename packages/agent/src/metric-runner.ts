import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '@longshore/common/fields';
import type { Logger } from 'pino';
import type { Component } from './component.ts';
import { startDeadline } from './deadline.ts';
import { errorFields } from './error-fields.ts';
import type { EventSink } from './event-sink.ts';
import { FailureLog } from './failure-log.ts';
import { fetchError } from './fetch-error.ts';
import type { Metricset } from './metricset.ts';

/** Between the two fetches at start of a metricset that compares samples. */
const FIRST_INTERVAL_MS = 1_000;

/** Metricsets of one module that ask the same place, and so run in the same moment. */
export interface MetricGroup {
  readonly module: string;
  /** What they ask, for `service.address`. */
  readonly address?: string;
  readonly metricsets: readonly Metricset<unknown>[];
}

export interface MetricRunnerOptions {
  readonly groups: readonly MetricGroup[];
  readonly periodMs: number;
  readonly sink: EventSink;
  readonly log: Pick<Logger, 'warn' | 'info' | 'debug'>;
  readonly now?: () => Date;
}

/**
 * Fetches each metricset at start and then once per period; groups take their turns spread over the period. A
 * turn is left out while the queue is full or the fetch before still runs; none is caught up with. A fetch that
 * fails, or takes longer than the period, becomes one event that says so.
 */
export function createMetricRunner(options: MetricRunnerOptions): Component {
  const stopping = new AbortController();
  const failures = new FailureLog(options.log);
  // Every metricset listens.
  setMaxListeners(0, stopping.signal);
  let loops: Promise<unknown> | undefined;
  return {
    start: async () => {
      loops ??= Promise.all(
        options.groups.flatMap((group, index) => {
          const offsetMs = (index * options.periodMs) / options.groups.length;
          return group.metricsets.map((metricset) =>
            new Turns(options, group, metricset, failures).run(offsetMs, stopping.signal),
          );
        }),
      );
    },
    stop: async () => {
      stopping.abort();
      await loops;
    },
  };
}

/** The turns of one metricset. */
class Turns {
  readonly #options: MetricRunnerOptions;
  readonly #group: MetricGroup;
  readonly #metricset: Metricset<unknown>;
  readonly #failures: FailureLog;
  readonly #now: () => Date;
  #isBusy = false;

  constructor(
    options: MetricRunnerOptions,
    group: MetricGroup,
    metricset: Metricset<unknown>,
    failures: FailureLog,
  ) {
    this.#options = options;
    this.#group = group;
    this.#metricset = metricset;
    this.#failures = failures;
    this.#now = options.now ?? (() => new Date());
  }

  async run(offsetMs: number, stop: AbortSignal): Promise<void> {
    const startMs = performance.now();
    const periodMs = this.#periodMs();
    if (this.#metricset.comparesSamples) {
      await this.#fetch(stop).catch(() => undefined);
      await pause(FIRST_INTERVAL_MS, stop);
    }
    while (!stop.aborted) {
      await this.#turn(stop);
      const elapsed = performance.now() - startMs - offsetMs;
      const next = Math.floor(elapsed / periodMs + 1) * periodMs;
      await pause(next - elapsed, stop);
    }
  }

  #periodMs(): number {
    return this.#options.periodMs * (this.#metricset.everyPeriods ?? 1);
  }

  async #turn(stop: AbortSignal): Promise<void> {
    if (this.#options.sink.isFull) {
      this.#failures.failed(this.#metricset.name, 'metrics are skipped: the queue is full');
      return;
    }
    const now = this.#now();
    const startMs = performance.now();
    let events: Event[];
    try {
      events = this.#metricset.map(await this.#fetch(stop), now);
      this.#failures.succeeded(this.#metricset.name, 'metrics are fetched again');
    } catch (error) {
      if (stop.aborted) {
        return;
      }
      const fields = errorFields(error);
      this.#failures.failed(this.#metricset.name, 'metrics cannot be fetched', fields);
      events = [{ '@timestamp': now.toISOString(), ...fields }];
    }
    if (!stop.aborted) {
      this.#publish(events, performance.now() - startMs);
    }
  }

  /** Ends when the period does, even if the fetch does not heed its signal. */
  async #fetch(stop: AbortSignal): Promise<unknown> {
    if (this.#isBusy) {
      throw fetchError('timeout', 'the fetch before this one still waits for an answer');
    }
    const { signal, clear } = startDeadline(stop, this.#options.periodMs);
    this.#isBusy = true;
    const fetched = this.#metricset.fetch({ signal, now: this.#now }).finally(() => {
      this.#isBusy = false;
    });
    try {
      return await Promise.race([fetched, rejectWhenAborted(signal)]);
    } finally {
      clear();
    }
  }

  #publish(events: readonly Event[], durationMs: number): void {
    const { name } = this.#metricset;
    const shared = {
      'event.module': this.#group.module,
      'event.dataset': name,
      'event.duration': Math.round(durationMs * 1e6),
      'metricset.name': name.slice(name.indexOf('.') + 1),
      'metricset.period': this.#periodMs(),
      'service.type': this.#group.module,
      ...(this.#group.address ? { 'service.address': this.#group.address } : {}),
    };
    if (events.length > 0) {
      this.#options.sink.publish(
        { type: 'metrics', dataset: name },
        events.map((event) => ({ ...event, ...shared })),
      );
    }
  }
}

/** Waits, and ends early without complaint when stopped. */
async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(Math.max(0, ms), undefined, { signal: stop }).catch(() => undefined);
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
