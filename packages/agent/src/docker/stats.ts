import { setTimeout as sleep } from 'node:timers/promises';
import { LongshoreError } from '@longshore/common/errors';
import type { Counter } from '../counter.ts';
import { startDeadline } from '../deadline.ts';
import { fetchError } from '../fetch-error.ts';
import { forEachLimited } from '../for-each-limited.ts';
import type { DockerClient } from './client.ts';
import type { Containers } from './containers.ts';
import { type Container, isRunning } from './inspect.ts';

/** Engines before version 23 answer at the next full second only: a few calls at a time would not be enough. */
const CALLS_MAX = 50;
/** Metricsets that ask within this time get the same samples. */
const SHARE_MS = 500;
/** A container seen for the first time is sampled twice, so far apart, so that it has rates at once. */
const FIRST_INTERVAL_MS = 1_000;
/** One container that the engine has no answer for must not keep those of the others to the end of the period. */
const CALL_TIMEOUT_MS = 4_000;

export interface CpuSample {
  readonly cpu_usage: {
    readonly total_usage: Counter;
    readonly usage_in_kernelmode?: Counter;
    readonly usage_in_usermode?: Counter;
    readonly percpu_usage?: readonly Counter[] | null;
  };
  readonly system_cpu_usage?: Counter;
  readonly online_cpus?: number;
  readonly throttling_data?: {
    readonly periods?: Counter;
    readonly throttled_periods?: Counter;
    readonly throttled_time?: Counter;
  };
}

export interface BlockIoEntry {
  readonly major: number;
  readonly op: string;
  readonly value: Counter;
}

type BlockIoList = readonly BlockIoEntry[] | null;

/** The part of `GET /containers/{id}/stats` that we read. */
export interface StatsAnswer {
  /** When it was sampled, by the engine's clock. */
  readonly read: string;
  readonly pids_stats?: { readonly current?: Counter; readonly limit?: Counter };
  readonly cpu_stats: CpuSample;
  /** The sample before, if the engine was asked to take two. */
  readonly precpu_stats: CpuSample;
  readonly memory_stats: {
    readonly usage?: Counter;
    readonly max_usage?: Counter;
    readonly failcnt?: Counter;
    readonly limit?: Counter;
    readonly stats?: Readonly<Record<string, Counter>> | null;
  };
  readonly blkio_stats?: {
    readonly io_service_bytes_recursive?: BlockIoList;
    readonly io_serviced_recursive?: BlockIoList;
    readonly io_queue_recursive?: BlockIoList;
    readonly io_service_time_recursive?: BlockIoList;
    readonly io_wait_time_recursive?: BlockIoList;
  } | null;
  readonly networks?: Readonly<Record<string, Readonly<Record<string, Counter>>>> | null;
}

/** A running container with its newest sample and the one before. */
export interface Sample {
  readonly container: Container;
  readonly previous?: StatsAnswer;
  readonly current: StatsAnswer;
}

/** One look at all running containers. */
export interface StatsRound {
  readonly samples: readonly Sample[];
  /** Containers that the engine gave no sample of, with the reason. */
  readonly failures: readonly { readonly container: Container; readonly error: unknown }[];
}

/** Samples all running containers, once for all metricsets that ask at the same time. */
export interface StatsSampler {
  sample(signal: AbortSignal): Promise<StatsRound>;
  /** The newest sample of a container, without asking the engine. */
  latest(id: string): StatsAnswer | undefined;
}

/** Makes the sampler; it keeps one sample of each running container. */
export function createStatsSampler(
  client: Pick<DockerClient, 'get'>,
  containers: Pick<Containers, 'ready' | 'list'>,
  callTimeoutMs = CALL_TIMEOUT_MS,
): StatsSampler {
  return new Sampler(client, containers, callTimeoutMs);
}

class Sampler implements StatsSampler {
  readonly #client: Pick<DockerClient, 'get'>;
  readonly #containers: Pick<Containers, 'ready' | 'list'>;
  readonly #latest = new Map<
    string,
    { readonly startedAt: string; readonly answer: StatsAnswer }
  >();
  readonly #callTimeoutMs: number;
  #shared: { readonly startedMs: number; readonly round: Promise<StatsRound> } | undefined;

  constructor(
    client: Pick<DockerClient, 'get'>,
    containers: Pick<Containers, 'ready' | 'list'>,
    callTimeoutMs: number,
  ) {
    this.#client = client;
    this.#containers = containers;
    this.#callTimeoutMs = callTimeoutMs;
  }

  sample(signal: AbortSignal): Promise<StatsRound> {
    if (!this.#shared || performance.now() - this.#shared.startedMs > SHARE_MS) {
      this.#shared = { startedMs: performance.now(), round: this.#sampleAll(signal) };
    }
    return this.#shared.round;
  }

  latest(id: string): StatsAnswer | undefined {
    return this.#latest.get(id)?.answer;
  }

  async #sampleAll(signal: AbortSignal): Promise<StatsRound> {
    await this.#containers.ready(signal);
    const running = this.#containers.list().filter(isRunning);
    this.#forgetAllBut(running);
    const startMs = performance.now();
    const { samples, failures } = await this.#sampleEach(running, signal);
    const first = samples.filter(({ previous }) => previous === undefined);
    if (first.length === 0) {
      return { samples, failures };
    }
    await sleep(Math.max(0, startMs + FIRST_INTERVAL_MS - performance.now()), undefined, {
      signal,
    });
    const again = await this.#sampleEach(
      first.map(({ container }) => container),
      signal,
    );
    return {
      samples: [...samples.filter(({ previous }) => previous), ...again.samples],
      failures: [...failures, ...again.failures],
    };
  }

  async #sampleEach(containers: readonly Container[], signal: AbortSignal): Promise<StatsRound> {
    const samples: Sample[] = [];
    const failures: { container: Container; error: unknown }[] = [];
    await forEachLimited(containers, CALLS_MAX, async (container) => {
      try {
        samples.push(...(await this.#sampleOne(container, signal)));
      } catch (error) {
        // One that does not answer must not lose the others; one that is gone has nothing to say.
        if (!isGone(error)) {
          failures.push({ container, error });
        }
      }
    });
    return { samples, failures };
  }

  async #sampleOne(container: Container, signal: AbortSignal): Promise<Sample[]> {
    const path = `/containers/${encodeURIComponent(container.id)}/stats?stream=false&one-shot=true`;
    const deadline = startDeadline(signal, this.#callTimeoutMs);
    const current = await this.#client
      .get<StatsAnswer>(path, deadline.signal)
      .finally(deadline.clear);
    if (typeof current?.read !== 'string' || !current.cpu_stats || !current.memory_stats) {
      throw fetchError('failed', `the Docker Engine gave no sample of [${container.name}]`);
    }
    // A container that stopped in between has an empty sample.
    if (current.read.startsWith('0001')) {
      return [];
    }
    const startedAt = container.startedAt ?? '';
    const before = this.#latest.get(container.id);
    // A restart sets all counters back.
    const previous = before?.startedAt === startedAt ? before.answer : undefined;
    this.#latest.set(container.id, { startedAt, answer: current });
    return [{ container, current, ...(previous ? { previous } : {}) }];
  }

  #forgetAllBut(running: readonly Container[]): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const id of this.#latest.keys()) {
      if (!ids.has(id)) {
        this.#latest.delete(id);
      }
    }
  }
}

/** Removed, or stopped, since we knew of it. */
function isGone(error: unknown): boolean {
  return error instanceof LongshoreError && (error.status === 404 || error.status === 409);
}
