import type { Json } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

const NOW_MS = Date.UTC(2024, 3, 3);

const PROPERTIES = {
  '@timestamp': { type: 'date' },
  host: { type: 'keyword' },
  level: { type: 'keyword' },
  took: { type: 'long' },
  load: { type: 'double' },
  ok: { type: 'boolean' },
  ip: { type: 'ip' },
  tags: { type: 'keyword' },
  message: { type: 'text' },
} as const;

const DOCUMENTS = [
  {
    '@timestamp': '2024-03-30T22:30:00Z',
    host: 'a',
    level: 'info',
    took: 10,
    load: 0.5,
    ok: true,
    ip: '10.0.0.1',
    tags: ['x', 'y'],
  },
  {
    '@timestamp': '2024-03-31T00:30:00Z',
    host: 'a',
    level: 'error',
    took: 20,
    load: 1.5,
    ok: false,
    ip: '10.0.0.2',
    tags: ['x'],
  },
  { '@timestamp': '2024-03-31T01:30:00Z', host: 'b', level: 'info', took: 30, tags: [] },
  {
    '@timestamp': '2024-04-02T12:00:00Z',
    host: 'b',
    level: 'info',
    took: 40,
    load: 2.5,
    ok: true,
    ip: '::1',
    tags: ['z', 'x'],
  },
  { '@timestamp': '2024-04-02T13:00:00Z', host: 'c', took: 50, message: 'no level' },
];

/** Aggregates over a few logs around the day on which clocks change in Berlin, in two indices. */
export interface TestLogs {
  /** For indices of other documents. */
  readonly engine: TestEngine;
  run(
    aggs: Json,
    query?: Json,
    indices?: readonly SearchIndex[],
  ): Promise<Readonly<Record<string, unknown>>>;
  readonly logs: SearchIndex;
  /** Maps `took` as a double, and has no other field of the logs but the time. */
  readonly other: SearchIndex;
  close(): Promise<void>;
}

/** Opens an engine with them. */
export async function openTestLogs(): Promise<TestLogs> {
  const opened = await openTestEngine();
  const logs = await openTestIndex(opened, 'logs', {
    isDataStream: true,
    properties: PROPERTIES,
    documents: DOCUMENTS,
  });
  const other = await openTestIndex(opened, 'other', {
    isDataStream: true,
    properties: { '@timestamp': { type: 'date' }, took: { type: 'double' } },
    documents: [{ '@timestamp': '2024-04-03T00:00:00Z', took: 1.5 }],
  });
  const { search } = openTestSearch(opened, NOW_MS);
  return {
    engine: opened,
    logs,
    other,
    run: async (aggs, query = { match_all: {} }, indices = [logs]) =>
      (await search(indices, { size: 0, query, aggs })).aggregations ?? {},
    close: () => opened.close(),
  };
}

/** Why a search is refused: what is wrong with its data is the cause of the failure. */
export async function refusal(search: Promise<unknown>): Promise<string> {
  const error = await search.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  return cause instanceof Error ? cause.message : String(error);
}
