import type { JsonObject } from '@longshore/common/json';
import { Throttle } from './throttle.ts';

/** Which of the counters a kind of request has. */
export type Kind = 'delete' | 'update' | 'reindex';

/** What a document's write can come to; conflicts and failures have their own places. */
export type Outcome = 'created' | 'updated' | 'deleted' | 'noop';

/** A document that could not be written. */
export interface Failure {
  readonly index: string;
  readonly id: string;
  readonly cause: JsonObject;
  readonly status: number;
}

/** How far one worker has come. */
export class Progress {
  readonly failures: Failure[] = [];
  readonly throttle: Throttle;
  total = 0;
  batches = 0;
  /** How often another cluster was too busy. */
  searchRetries = 0;
  conflicts = 0;
  readonly done: Record<Outcome, number> = { created: 0, updated: 0, deleted: 0, noop: 0 };
  readonly #kind: Kind;

  constructor(kind: Kind, perSecond: number) {
    this.#kind = kind;
    this.throttle = new Throttle(perSecond);
  }

  /** As `status` of a task, and at the top of the answer. */
  status(): JsonObject {
    return statusOf(this.#kind, [this]);
  }
}

/** The numbers of several workers together. */
export function statusOf(kind: Kind, all: readonly Progress[]): JsonObject {
  const sum = (count: (one: Progress) => number): number =>
    all.reduce((total, one) => total + count(one), 0);
  const perSecond = sum(({ throttle }) => throttle.perSecond);
  return {
    total: sum(({ total }) => total),
    ...(kind === 'delete' ? {} : { updated: sum(({ done }) => done.updated) }),
    ...(kind === 'reindex' ? { created: sum(({ done }) => done.created) } : {}),
    deleted: sum(({ done }) => done.deleted),
    batches: sum(({ batches }) => batches),
    version_conflicts: sum(({ conflicts }) => conflicts),
    noops: sum(({ done }) => done.noop),
    retries: { bulk: 0, search: sum(({ searchRetries }) => searchRetries) },
    throttled_millis: Math.round(sum(({ throttle }) => throttle.waitedMs)),
    requests_per_second: Number.isFinite(perSecond) ? perSecond : -1,
    throttled_until_millis: Math.round(Math.max(0, ...all.map(({ throttle }) => throttle.leftMs))),
  };
}
