import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { IndexCatalog } from '../index/catalog.ts';
import type { Indices } from '../indices.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { LifecycleErrors } from '../lifecycle/lifecycle-errors.ts';
import type { TaskRegistry } from '../tasks/task-registry.ts';
import type { Writer } from '../write/writer.ts';
import type { Parameters } from './parameters.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** The parts of the store that an API may call. */
export interface Store {
  readonly catalog: IndexCatalog;
  readonly indices: Indices;
  readonly ingest: Ingest;
  readonly engine: Engine;
  readonly writer: Writer;
  readonly log: Logger;
  readonly node: NodeIdentity;
  readonly counters: WriteCounters;
  readonly usage: ApiUsage;
  readonly lifecycleErrors: LifecycleErrors;
  readonly tasks: TaskRegistry;
  /** The setting `reindex.remote.whitelist`. */
  readonly remotesAllowed: readonly string[];
}

/** How often each API was called since the start, by its path. */
export interface ApiUsage {
  /** Epoch ms. */
  readonly sinceMs: number;
  readonly calls: Map<string, number>;
}

/** Usage of a store that nobody called yet. */
export const noUsage = (): ApiUsage => ({ sinceMs: Date.now(), calls: new Map() });

/** Writes since the start, by outcome; they only grow. */
export interface WriteCounters {
  accepted: number;
  /** Sources of accepted documents. */
  acceptedBytes: number;
  conflicts: number;
  /** For a full buffer or an engine that is away: the sender tries again. */
  rejected: number;
  failed: number;
  bulkRequests: number;
}

/** Counters of a store that has not written yet. */
export const noWrites = (): WriteCounters => ({
  accepted: 0,
  acceptedBytes: 0,
  conflicts: 0,
  rejected: 0,
  failed: 0,
  bulkRequests: 0,
});

/** What this store is called, and how it can be reached. */
export interface NodeIdentity {
  readonly name: string;
  readonly id: string;
  readonly clusterName: string;
  readonly clusterUuid: string;
  /** Where it listens, `127.0.0.1:9200`. */
  publishAddress(): string;
  readonly contentLengthMax: number;
  /** The setting `path.data`. */
  readonly dataPath: string;
}

/** A request whose path, content type, size and query parameters have been checked. */
export interface RestRequest {
  readonly method: Method;
  /** Path with query string, as received. */
  readonly url: string;
  /** A part of the path, decoded; `undefined` when the route has no such part. */
  part(name: string): string | undefined;
  readonly parameters: Parameters;
  /** Decompressed, and JSON whatever it came in; empty without a body. */
  readonly body: Buffer;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

export interface RestAnswer {
  readonly status: number;
  /**
   * An object is written as compact JSON, or as `format` wants it; bytes and texts are JSON already, and so are texts
   * that come one after the other (an async iterable), which neither `format` nor `filter_path` reaches. Absent: no body.
   */
  readonly body?: unknown;
  /** The body is as `filter_path` wants it. */
  readonly isFiltered?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** `application/json` unless given. */
  readonly contentType?: 'application/json' | `text/${string}; charset=UTF-8`;
}

/** One API: its paths, the query parameters that it takes, and what it does. */
export interface RestRoute {
  readonly methods: readonly Method[];
  /** Such as `/:index/_count`; parts are read with `request.part('index')`. */
  readonly paths: readonly string[];
  /** Beside those that every API takes (`pretty`, `human`, `error_trace`, `filter_path`, `format`). */
  readonly parameters: readonly string[];
  /** Those of `parameters` that are taken and change nothing here, such as timeouts of a cluster of several nodes. */
  readonly ignored?: readonly string[];
  /** Its body is a JSON object a line (`application/x-ndjson`), which there is no YAML or CBOR of. */
  readonly takesLines?: boolean;
  /** What its answer can be written in beside JSON, YAML and CBOR; the names are those of `format`. */
  readonly formats?: readonly string[];
  /** What of the API is missing or different, in sentences for `docs/reference/rest-api.md`. Absent: nothing known. */
  readonly partly?: string;
  handle(request: RestRequest, store: Store): Promise<RestAnswer>;
}

/** The usual answer: 200 with a body. */
export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
