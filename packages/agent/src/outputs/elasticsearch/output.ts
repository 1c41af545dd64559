import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LongshoreError } from '@longshore/common/errors';
import { getPath } from '@longshore/common/json';
import type { Logger } from 'pino';
import type { Batch } from '../../publisher/batch.ts';
import type { Counters } from '../../publisher/counters.ts';
import type { IndexTemplate } from '../../templates/index-template.ts';
import { type BackoffLimits, backoffMs } from '../backoff.ts';
import type { Output } from '../output.ts';
import { RepeatedLog } from '../repeated-log.ts';
import { type ItemVerdict, parseBulkAnswer } from './bulk-answer.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { installTemplates, refused } from './install-templates.ts';

export interface ElasticsearchOutputOptions {
  readonly client: HttpClient;
  readonly templates: readonly IndexTemplate[];
  readonly compressionLevel: number;
  readonly counters: Counters;
  readonly log: Logger;
  readonly backoff?: BackoffLimits;
}

const BULK_PATH = '/_bulk?filter_path=errors,items.*.error,items.*.status';
const BACKOFF: BackoffLimits = { initMs: 1_000, maxMs: 60_000 };
const gzipAsync = promisify(gzip);

/** Items of a batch by their place in it. */
type Items = readonly number[];

/** Brings batches into an Elasticsearch-compatible store, each item at least once. */
export class ElasticsearchOutput implements Output {
  private readonly options: ElasticsearchOutputOptions;
  private readonly backoff: BackoffLimits;
  private readonly repeated: RepeatedLog;
  private ready: Promise<void> | undefined;
  private clusterUuid: unknown;
  private areTemplatesInstalled = false;
  private isConnected = false;

  constructor(options: ElasticsearchOutputOptions) {
    this.options = options;
    this.backoff = options.backoff ?? BACKOFF;
    this.repeated = new RepeatedLog(options.log);
  }

  async send(batch: Batch, signal: AbortSignal): Promise<boolean> {
    let pending: Items = Array.from({ length: batch.events }, (_, i) => i);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.connect(signal);
        const before = pending.length;
        pending = await this.sendItems(batch, pending, signal);
        if (pending.length === 0) {
          return true;
        }
        this.options.counters.retried += pending.length;
        attempt = pending.length < before ? 1 : attempt;
      } catch (error) {
        if (signal.aborted) {
          return false;
        }
        this.options.counters.retried += pending.length;
        this.failed(error);
      }
      try {
        await sleep(backoffMs(attempt, this.backoff), undefined, { signal });
      } catch {
        // Aborted: the items are not acknowledged and will be sent again by the next start.
        return false;
      }
    }
  }

  close(): void {
    this.options.client.close();
  }

  /** Sends these items once; resolves with those that have to be sent again. */
  private async sendItems(batch: Batch, items: Items, signal: AbortSignal): Promise<Items> {
    const { counters } = this.options;
    const answer = await this.post(bodyOf(batch, items), signal);
    if (answer.status === 413 || answer.status === 400) {
      return this.split(batch, items, { answer, signal });
    }
    if (answer.status !== 200) {
      throw refused('POST /_bulk', answer);
    }
    const verdicts = parseBulkAnswer(answer.body, items.length);
    if (!verdicts) {
      throw new LongshoreError('bulk_exception', 502, 'the answer to [POST /_bulk] is not one');
    }
    counters.batches++;
    const again = items.filter((_, i) => this.isToRepeat(verdicts[i]));
    const rejected = verdicts.filter((verdict) => verdict.kind === 'rejected').length;
    counters.acknowledged += items.length - again.length - rejected;
    counters.droppedRejected += rejected;
    return again;
  }

  private async post(body: Buffer, signal: AbortSignal): Promise<HttpAnswer> {
    const { client, compressionLevel, counters } = this.options;
    const isZipped = compressionLevel > 0;
    const sent = isZipped ? await gzipAsync(body, { level: compressionLevel }) : body;
    counters.sentBytes += body.length;
    return client.call(
      {
        method: 'POST',
        path: BULK_PATH,
        headers: {
          'content-type': 'application/x-ndjson',
          ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
        },
        body: sent,
      },
      signal,
    );
  }

  /** The request as a whole was too large, or could not be read: halves, until the item at fault is alone. */
  private async split(
    batch: Batch,
    items: Items,
    { answer, signal }: { readonly answer: HttpAnswer; readonly signal: AbortSignal },
  ): Promise<Items> {
    if (items.length === 1) {
      this.options.counters.droppedRejected++;
      this.repeated.write('error', 'event dropped: the store refuses it alone', {
        'error.message': refused('POST /_bulk', answer).message,
        'event.size': batch.item(items[0] ?? 0).length,
      });
      return [];
    }
    const middle = Math.ceil(items.length / 2);
    const first = await this.sendHalf(batch, items.slice(0, middle), signal);
    return [...first, ...(await this.sendHalf(batch, items.slice(middle), signal))];
  }

  private async sendHalf(batch: Batch, items: Items, signal: AbortSignal): Promise<Items> {
    try {
      return await this.sendItems(batch, items, signal);
    } catch (error) {
      // Only this half is sent again.
      this.failed(error);
      return items;
    }
  }

  private isToRepeat(verdict: ItemVerdict | undefined): boolean {
    switch (verdict?.kind) {
      case undefined:
      case 'done':
        return false;
      case 'retry':
        this.repeated.write('warn', 'store is busy: events are sent again', {
          'error.message': verdict.reason,
        });
        return true;
      case 'template-missing':
        this.ready = undefined;
        this.areTemplatesInstalled = false;
        this.repeated.write('warn', 'index templates are missing in the store: installing them', {
          'error.message': verdict.reason,
        });
        return true;
      case 'rejected': {
        const kind = `rejected ${verdict.reason.replace(/[\d'"`[].*/s, '')}`;
        this.repeated.writeKind(kind, 'error', 'event dropped: the store refuses it', {
          'error.message': verdict.reason,
          'http.response.status_code': verdict.status,
        });
        return false;
      }
    }
  }

  /** Once for each connection: is it a store, and does it have our templates? */
  private connect(signal: AbortSignal): Promise<void> {
    this.ready ??= this.prepare(signal);
    return this.ready;
  }

  private async prepare(signal: AbortSignal): Promise<void> {
    const { client, templates, log } = this.options;
    const answer = await client.call({ method: 'GET', path: '/' }, signal);
    if (answer.status !== 200) {
      throw refused('GET /', answer);
    }
    const identity = parseIdentity(answer);
    if (identity.uuid !== this.clusterUuid || !this.areTemplatesInstalled) {
      const installed = await installTemplates(client, templates, signal);
      this.areTemplatesInstalled = true;
      this.clusterUuid = identity.uuid;
      log.info({ installed, version: identity.version }, 'index templates are in the store');
    }
    this.isConnected = true;
    log.info('connected to the store');
  }

  private failed(error: unknown): void {
    this.options.counters.requestsFailed++;
    // Asks again who is there: the store may have been wiped meanwhile.
    this.ready = undefined;
    const message = error instanceof Error ? error.message : String(error);
    if (this.isConnected) {
      this.isConnected = false;
      this.options.log.warn({ 'error.message': message }, 'lost the store: events wait');
    } else {
      this.repeated.write('warn', 'the store does not take events: they wait', {
        'error.message': message,
      });
    }
  }
}

function bodyOf(batch: Batch, items: Items): Buffer {
  return items.length === batch.events
    ? batch.body()
    : Buffer.concat(items.map((index) => batch.item(index)));
}

function parseIdentity({ body }: HttpAnswer): { uuid: unknown; version: unknown } {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch (cause) {
    throw new LongshoreError('bulk_exception', 502, 'what answers [GET /] is not a store', {
      cause,
    });
  }
  return { uuid: getPath(answer, 'cluster_uuid'), version: getPath(answer, 'version.number') };
}
