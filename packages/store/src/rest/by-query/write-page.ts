import { LongshoreError } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { WriteResult } from '../../write/operation.ts';
import { checkActiveShards } from '../active-shards.ts';
import { itemError } from '../documents/write-answer.ts';
import { applyWrites, type WriteRequest } from '../documents/write-request.ts';
import type { Store } from '../route.ts';
import type { RunOptions } from './options.ts';
import type { Outcome, Progress } from './progress.ts';

/** A write of a page; without an entry where the index could not be had. */
export type PageWrite = WriteRequest | { readonly error: LongshoreError; readonly at: Place };

interface Place {
  readonly index: string;
  readonly id: string;
}

const OUTCOMES: Readonly<Record<WriteResult['result'], Outcome>> = {
  created: 'created',
  updated: 'updated',
  deleted: 'deleted',
  not_found: 'deleted',
};

/** Makes the writes of a page durable and counts them; conflicts are failures unless the request goes on with them. */
export async function writePage(
  store: Store,
  page: readonly PageWrite[],
  { options, progress }: { readonly options: RunOptions; readonly progress: Progress },
): Promise<void> {
  const writes = page.filter((write): write is WriteRequest => 'entry' in write);
  for (const write of page) {
    if ('error' in write) {
      count(write.error, write.at, { options, progress });
    }
  }
  const refusal =
    writes[0] && checkActiveShards(writes[0].entry, options.activeShards, writes.length);
  const { refusals } = store.writer;
  const outcomes = refusal ? writes.map(() => refusal) : await applyWrites(store, writes);
  await store.writer.sync(refusals);
  for (const [i, { entry, id = '' }] of writes.entries()) {
    const outcome = outcomes[i];
    if (outcome instanceof LongshoreError) {
      count(outcome, { index: entry.name, id }, { options, progress }, entry);
    } else if (outcome !== undefined) {
      progress.done[OUTCOMES[outcome.result]] += 1;
    }
  }
}

function count(
  error: LongshoreError,
  { index, id }: Place,
  { options, progress }: { readonly options: RunOptions; readonly progress: Progress },
  entry?: IndexEntry,
): void {
  if (error.status === 409) {
    progress.conflicts += 1;
    if (options.proceedsOnConflict) {
      return;
    }
  }
  progress.failures.push({ index, id, cause: itemError(error, entry), status: error.status });
}
