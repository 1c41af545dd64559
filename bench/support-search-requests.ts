import type { Kind } from './support-documents.ts';
import { MS_PER_DOCUMENT, START_MS, STREAMS } from './support-search-data.ts';

/** A search that home, logs or a dashboard sends. */
export interface BenchRequest {
  readonly name: string;
  /** What its median is to be at most, with 20 million documents of each kind on two cores; none for the others. */
  readonly goalMs?: number;
  readonly on: Kind;
  readonly body: Readonly<Record<string, unknown>>;
  /** The same by hand, on the tables of a store of our own. */
  readonly sql?: (tables: Readonly<Record<Kind, string>>) => string;
}

export interface Window {
  /** Epoch ms of the last document. */
  readonly endMs: number;
  readonly documents: number;
}

export const windowOf = (documents: number): Window => ({
  documents,
  endMs: START_MS + (documents - 1) * MS_PER_DOCUMENT,
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NEWEST = [{ '@timestamp': 'desc' }];
const LIST = { size: 500, sort: NEWEST, track_total_hits: false };
const COUNT = { size: 0, track_total_hits: true };
const AGGS = { size: 0, track_total_hits: false };

const since = ({ endMs }: Window, ms: number) => ({
  range: { '@timestamp': { gte: endMs - ms, lte: endMs } },
});
const filtered = (...filter: readonly object[]) => ({ bool: { filter } });
const average = (field: string) => ({ avg: { field } });
const topContainers = (aggs: object, order?: object) => ({
  terms: { field: 'container.name', size: 10, ...(order && { order }) },
  aggs,
});

const time = (ms: number) => `fromUnixTimestamp64Milli(toInt64(${ms}), 'UTC')`;
const sinceSql = ({ endMs }: Window, ms: number) =>
  `ts >= ${time(endMs - ms)} AND ts <= ${time(endMs)}`;
const DOCUMENT = '_id, _source, f_message, ts';
const newest = (table: string, where: string) =>
  `SELECT ${DOCUMENT} FROM ${table} WHERE ${where} ORDER BY ts DESC, _seq DESC LIMIT 500`;
const CPU = 'f_docker__cpu__total__pct';

/** The twenty searches. */
export const makeRequests = (window: Window, needle: string): readonly BenchRequest[] => [
  ...listRequests(window, needle),
  ...wordRequests(window),
  ...lineAggRequests(window),
  ...metricRequests(window),
];

/** Newest lines, with and without a condition. */
function listRequests(window: Window, needle: string): readonly BenchRequest[] {
  const hour = since(window, HOUR_MS);
  const hourSql = sinceSql(window, HOUR_MS);
  return [
    {
      name: 'newest 500 with a filter',
      goalMs: 80,
      on: 'logs',
      body: { ...LIST, query: filtered({ term: { 'log.level': 'error' } }) },
      sql: ({ logs }) => newest(logs, "f_log__level = 'error'"),
    },
    {
      name: 'two words, newest 500',
      goalMs: 60,
      on: 'logs',
      body: {
        ...LIST,
        query: { match: { message: { query: 'upstream refused', operator: 'and' } } },
      },
      sql: ({ logs }) => newest(logs, "hasAllTokens(f_message, 'upstream refused')"),
    },
    {
      name: 'a needle',
      goalMs: 40,
      on: 'logs',
      body: { size: 10, query: { match: { message: needle } } },
      sql: ({ logs }) =>
        `SELECT ${DOCUMENT} FROM ${logs} WHERE hasToken(lower(ifNull(f_message, '')), '${needle}') LIMIT 10`,
    },
    {
      name: 'newest 500 of all',
      on: 'logs',
      body: { ...LIST, query: { match_all: {} } },
      sql: ({ logs }) => newest(logs, '1'),
    },
    {
      name: 'newest 100 of one container',
      on: 'logs',
      body: {
        ...LIST,
        size: 100,
        query: filtered(hour, { prefix: { 'container.name': 'payment' } }),
      },
      sql: ({ logs }) =>
        `SELECT ${DOCUMENT} FROM ${logs} WHERE ${hourSql} AND startsWith(f_container__name, 'payment') ORDER BY ts DESC, _seq DESC LIMIT 100`,
    },
  ];
}

/** Charts and lists over lines. */
function lineAggRequests(window: Window): readonly BenchRequest[] {
  const day = since(window, DAY_MS);
  const hour = since(window, HOUR_MS);
  const daySql = sinceSql(window, DAY_MS);
  const hourSql = sinceSql(window, HOUR_MS);
  return [
    {
      name: 'histogram of 24 h by level',
      goalMs: 150,
      on: 'logs',
      body: {
        ...AGGS,
        query: filtered(day),
        aggs: {
          times: {
            date_histogram: { field: '@timestamp', fixed_interval: '30m' },
            aggs: { levels: { terms: { field: 'log.level' } } },
          },
        },
      },
      sql: ({ logs }) =>
        `SELECT toStartOfInterval(ts, INTERVAL 30 MINUTE) AS t, f_log__level AS l, count() FROM ${logs} WHERE ${daySql} GROUP BY t, l ORDER BY t`,
    },
    {
      name: 'cardinality of a million values',
      goalMs: 250,
      on: 'logs',
      body: {
        ...AGGS,
        query: filtered(since(window, 6 * HOUR_MS)),
        aggs: { offsets: { cardinality: { field: 'log.offset' } } },
      },
      sql: ({ logs }) =>
        `SELECT uniqCombined(f_log__offset) FROM ${logs} WHERE ${sinceSql(window, 6 * HOUR_MS)}`,
    },
    {
      name: 'composite page of 1,000',
      goalMs: 600,
      on: 'logs',
      body: {
        ...AGGS,
        query: filtered(day),
        aggs: {
          page: {
            composite: {
              size: 1_000,
              sources: [
                { time: { date_histogram: { field: '@timestamp', fixed_interval: '5m' } } },
                { name: { terms: { field: 'container.name' } } },
                { level: { terms: { field: 'log.level' } } },
              ],
            },
          },
        },
      },
      sql: ({ logs }) =>
        `SELECT toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, f_container__name AS c, f_log__level AS l, count() FROM ${logs} WHERE ${daySql} GROUP BY t, c, l ORDER BY t, c, l LIMIT 1000`,
    },
    {
      name: 'top values of a field',
      on: 'logs',
      body: {
        ...AGGS,
        query: filtered(hour),
        aggs: { top: { terms: { field: 'container.name', size: 10 } } },
      },
      sql: ({ logs }) =>
        `SELECT f_container__name AS c, count() AS n FROM ${logs} WHERE ${hourSql} GROUP BY c ORDER BY n DESC LIMIT 10`,
    },
    {
      name: 'errors of 1 h by host and container',
      on: 'logs',
      body: {
        ...AGGS,
        query: filtered(hour, { term: { 'log.level': 'error' } }),
        aggs: {
          hosts: {
            terms: { field: 'host.name' },
            aggs: { containers: { terms: { field: 'container.name', size: 5 } } },
          },
        },
      },
    },
  ];
}

/** Charts over samples. */
function metricRequests(window: Window): readonly BenchRequest[] {
  const day = since(window, DAY_MS);
  const hour = since(window, HOUR_MS);
  const daySql = sinceSql(window, DAY_MS);
  const hourSql = sinceSql(window, HOUR_MS);
  const cpu = average('docker.cpu.total.pct');
  return [
    {
      name: 'top 10 containers by average CPU in 1 h',
      goalMs: 80,
      on: 'metrics',
      body: {
        ...AGGS,
        query: filtered(hour),
        aggs: { top: topContainers({ cpu }, { cpu: 'desc' }) },
      },
      sql: ({ metrics }) =>
        `SELECT f_container__name AS c, count(), avg(${CPU}) AS a FROM ${metrics} WHERE ${hourSql} GROUP BY c ORDER BY a DESC LIMIT 10`,
    },
    {
      name: '24 h by time, top 10 containers, average and p95',
      goalMs: 450,
      on: 'metrics',
      body: {
        ...AGGS,
        query: filtered(day),
        aggs: {
          times: {
            date_histogram: { field: '@timestamp', fixed_interval: '30m' },
            aggs: {
              top: topContainers({
                cpu,
                p95: { percentiles: { field: 'docker.cpu.total.pct', percents: [95] } },
              }),
            },
          },
        },
      },
      sql: ({ metrics }) =>
        `SELECT t, c, n, a, p FROM (SELECT toStartOfInterval(ts, INTERVAL 30 MINUTE) AS t, f_container__name AS c, count() AS n, avg(${CPU}) AS a, quantileTDigest(0.95)(${CPU}) AS p FROM ${metrics} WHERE ${daySql} GROUP BY t, c) ORDER BY t, n DESC, c LIMIT 10 BY t`,
    },
    {
      name: 'memory of 1 h by host',
      on: 'metrics',
      body: {
        ...AGGS,
        query: filtered(hour),
        aggs: {
          times: {
            date_histogram: { field: '@timestamp', fixed_interval: '1m' },
            aggs: {
              hosts: {
                terms: { field: 'host.name' },
                aggs: { memory: average('docker.memory.usage.total') },
              },
            },
          },
        },
      },
      sql: ({ metrics }) =>
        `SELECT toStartOfInterval(ts, INTERVAL 1 MINUTE) AS t, f_host__name AS h, count(), avg(f_docker__memory__usage__total) FROM ${metrics} WHERE ${hourSql} GROUP BY t, h ORDER BY t`,
    },
    {
      name: 'network rate of 1 h',
      on: 'metrics',
      body: {
        ...AGGS,
        query: filtered(hour),
        aggs: {
          times: {
            date_histogram: { field: '@timestamp', fixed_interval: '1m' },
            aggs: {
              bytes: { max: { field: 'docker.network.inbound.bytes' } },
              rate: { derivative: { buckets_path: 'bytes', unit: '1s' } },
            },
          },
        },
      },
    },
    {
      name: 'last sample of each container',
      on: 'metrics',
      body: {
        ...AGGS,
        query: filtered(since(window, 60_000)),
        aggs: {
          containers: {
            terms: { field: 'container.name', size: 100 },
            aggs: { last: { top_hits: { size: 1, sort: NEWEST } } },
          },
        },
      },
    },
  ];
}

/** Words in the order of lines, counts, scores. */
function wordRequests(window: Window): readonly BenchRequest[] {
  const day = since(window, DAY_MS);
  const hour = since(window, HOUR_MS);
  const daySql = sinceSql(window, DAY_MS);
  return [
    {
      name: 'a phrase, newest 500',
      goalMs: 250,
      on: 'logs',
      body: { ...LIST, query: { match_phrase: { message: 'connection refused' } } },
    },
    {
      name: 'a phrase, counted over 24 h',
      goalMs: 600,
      on: 'logs',
      body: { ...COUNT, query: filtered(day, { match_phrase: { message: 'connection refused' } }) },
    },
    {
      name: 'BM25 top 10 of two million matches',
      goalMs: 800,
      on: 'logs',
      body: { size: 10, query: { match: { message: 'upstream' } } },
    },
    {
      name: 'errors of 24 h, counted',
      on: 'logs',
      body: { ...COUNT, query: filtered(day, { term: { 'log.level': 'error' } }) },
      sql: ({ logs }) => `SELECT count() FROM ${logs} WHERE ${daySql} AND f_log__level = 'error'`,
    },
    {
      name: 'query string with a wildcard, newest 500',
      on: 'logs',
      body: {
        ...LIST,
        query: filtered(hour, { query_string: { query: 'message:retry* AND log.level:warn' } }),
      },
    },
  ];
}

/** The panels of a dashboard as one `_msearch`. */
export function makeDashboard(requests: readonly BenchRequest[]): string {
  const panels = requests.filter(({ body }) => 'aggs' in body);
  const twelve = Array.from({ length: 12 }, (_, i) => panels[i % panels.length] as BenchRequest);
  return twelve
    .map(({ on, body }) => `${JSON.stringify({ index: STREAMS[on] })}\n${JSON.stringify(body)}\n`)
    .join('');
}

export const DASHBOARD_GOAL_MS = 2_000;
