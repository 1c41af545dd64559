import { type Static, Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Time, Unknown } from './schemas.ts';

/** A filter pill: the field has the value, or (negated) has not. */
export type LogFilter = Static<typeof LogFilter>;
export const LogFilter = Type.Object({
  field: Type.String({ maxLength: 512 }),
  value: Type.String({ maxLength: 4096 }),
  negate: Type.Boolean(),
});

/** What a log view asks for. `filters` is JSON of `LogFilter[]`, so that a query string can carry it. */
const selection = {
  from: Time,
  to: Time,
  q: Type.String({ maxLength: 4096, default: '', description: 'Lucene query string.' }),
  filters: Type.String({ maxLength: 16_384, default: '[]' }),
};

export type LogLine = Static<typeof LogLine>;
export const LogLine = Type.Object({
  id: Type.String(),
  index: Type.String(),
  at: Type.String(),
  message: Type.String(),
  host: Unknown(Type.String()),
  containerId: Unknown(Type.String()),
  containerName: Unknown(Type.String()),
  stream: Unknown(Type.String()),
  level: Unknown(Type.String()),
  sort: Type.Array(Type.Union([Type.Number(), Type.String(), Type.Null()]), {
    description: 'Hand it back as `after` to get older lines.',
  }),
  source: Type.Record(Type.String(), Type.Unknown(), { description: 'The whole document.' }),
});

export const LOG_LINES_MAX = 500;

export const searchLogs = endpoint({
  method: 'GET',
  path: '/api/logs',
  query: Type.Object({
    ...selection,
    size: Type.Integer({ minimum: 1, maximum: LOG_LINES_MAX, default: 100 }),
    after: Type.Optional(Type.String({ maxLength: 1024, description: 'JSON of a `sort`.' })),
    order: Type.Union([Type.Literal('newest'), Type.Literal('oldest')], {
      default: 'newest',
      description:
        'Which lines come first; with `after` of a line, `oldest` gives those behind it.',
    }),
  }),
  reply: Type.Object({
    total: Type.Integer(),
    totalIsLowerBound: Type.Boolean(),
    lines: Type.Array(LogLine),
  }),
});

/** How many lines of one level there are in each bucket of a histogram. */
const LevelCounts = Type.Object({
  level: Type.Union([
    Type.Literal('error'),
    Type.Literal('warn'),
    Type.Literal('info'),
    Type.Literal('debug'),
  ]),
  counts: Type.Array(Type.Integer(), { description: 'One for each bucket, in the same order.' }),
});

/** Lines over time. Lines without a known level are in `buckets` and in none of `levels`. */
export const getLogHistogram = endpoint({
  method: 'GET',
  path: '/api/logs/histogram',
  query: Type.Object({
    ...selection,
    points: Type.Integer({ minimum: 10, maximum: 500, default: 60 }),
  }),
  reply: Type.Object({
    intervalMs: Type.Integer(),
    buckets: Type.Array(Type.Tuple([Type.Number(), Type.Integer()]), {
      description: 'Start of the bucket in epoch ms, number of lines.',
    }),
    levels: Type.Array(LevelCounts, { description: 'Only levels that occur, the worst first.' }),
  }),
});

export const listLogFields = endpoint({
  method: 'GET',
  path: '/api/logs/fields',
  query: Type.Object({}),
  reply: Type.Array(
    Type.Object({ name: Type.String(), type: Type.String(), aggregatable: Type.Boolean() }),
  ),
});

export const getLogFieldValues = endpoint({
  method: 'GET',
  path: '/api/logs/field-values',
  query: Type.Object({ ...selection, field: Type.String({ maxLength: 512 }) }),
  reply: Type.Object({
    total: Type.Integer({ description: 'Lines that have the field.' }),
    values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })),
  }),
});

/**
 * Live tail as server-sent events. Query parameters: `q`, `filters`. Event `lines`: JSON of `LogLine[]`, oldest
 * first; event `dropped`: JSON of `{ count }` when more came than is sent; event `failed`: JSON of `{ reason }`;
 * event `heartbeat` every 10 s. The first `lines` may hold the newest lines of the last seconds, so that nothing
 * lies between a search and the tail: a viewer leaves out the ids that it has. Viewers of one query share one
 * search per second.
 */
export const LOG_TAIL_PATH = '/api/logs/tail';
