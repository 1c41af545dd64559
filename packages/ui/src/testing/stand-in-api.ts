import type { Alert, AlertGroup } from '@longshore/common/api/alerts';
import type { Container, ContainerDetail, Series } from '@longshore/common/api/inventory';
import type { LogFilter, LogLine } from '@longshore/common/api/logs';
import { LOG_LEVELS, levelOf } from '@longshore/common/log-level';
import { wave } from './random.ts';
import { fieldOf, lineMatches, lineNumbers, standInLine } from './stand-in-logs.ts';
import { standInInventory } from './stand-in-world.ts';

/** What the stand-in answers: a status and a body that is JSON. */
export interface StandInReply {
  readonly status: number;
  readonly body: unknown;
}

/** How many lines the stand-in looks at for one answer. */
const SCAN_LINES_MAX = 40_000;

const FIELDS = [
  ['@timestamp', 'date'],
  ['container.id', 'keyword'],
  ['container.image.name', 'keyword'],
  ['container.name', 'keyword'],
  ['event.dataset', 'keyword'],
  ['host.name', 'keyword'],
  ['log.level', 'keyword'],
  ['log.offset', 'long'],
  ['message', 'match_only_text'],
  ['stream', 'keyword'],
] as const;

/** Answers a call of our own API with made-up data; `nowMs` is the moment it is made. */
export function standInReply(url: URL, nowMs: number): StandInReply {
  const query = url.searchParams;
  switch (url.pathname) {
    case '/api/inventory':
      return ok(standInInventory(nowMs));
    case '/api/status':
      return ok({ version: '0.1.0', storeReachable: true, storeVersion: '0.1.0', problems: [] });
    case '/api/recovery':
      return ok({ recovery: null });
    case '/api/alerts/groups':
      return ok(alertGroups(nowMs));
    case '/api/alerts':
      return ok(alerts(nowMs, query));
    case '/api/logs/fields':
      return ok(FIELDS.map(([name, type]) => ({ name, type, aggregatable: type === 'keyword' })));
    case '/api/logs':
    case '/api/logs/histogram':
    case '/api/logs/field-values':
      return logs(url, nowMs);
    default:
      return url.pathname.startsWith('/api/containers/')
        ? container(url, nowMs)
        : refused(404, 'resource_not_found_exception', `no such path [${url.pathname}]`);
  }
}

function ok(body: unknown): StandInReply {
  return { status: 200, body };
}

function refused(status: number, type: string, reason: string): StandInReply {
  return { status, body: { error: { type, reason } } };
}

function logs(url: URL, nowMs: number): StandInReply {
  const query = url.searchParams.get('q') ?? '';
  if ((query.split('"').length - 1) % 2 === 1 || /[([]$/.test(query)) {
    const reason = `Failed to parse query [${query}]: Encountered "<EOF>" at line 1, column ${query.length}.`;
    return refused(400, 'query_shard_exception', reason);
  }
  const found = matching(url, nowMs);
  if (url.pathname.endsWith('/histogram')) {
    return ok(histogram(url, found));
  }
  if (url.pathname.endsWith('/field-values')) {
    return ok(fieldValues(found, url.searchParams.get('field') ?? ''));
  }
  const after: unknown = JSON.parse(url.searchParams.get('after') ?? 'null');
  const afterNumber = Array.isArray(after) ? Number(after[1]) : Number.POSITIVE_INFINITY;
  const isOldestFirst = url.searchParams.get('order') === 'oldest';
  const following = isOldestFirst
    ? found.filter(({ sort }) => Number(sort[1]) > afterNumber).toReversed()
    : found.filter(({ sort }) => Number(sort[1]) < afterNumber);
  const size = Number(url.searchParams.get('size') ?? 100);
  return ok({
    total: Math.min(found.length, 10_000),
    totalIsLowerBound: found.length > 10_000,
    lines: following.slice(0, size),
  });
}

function matching(url: URL, nowMs: number): LogLine[] {
  const { containers } = standInInventory(nowMs);
  const filters: LogFilter[] = JSON.parse(url.searchParams.get('filters') ?? '[]');
  const { newest, oldest } = lineNumbers(...spanOf(url));
  const found: LogLine[] = [];
  const last = Math.max(oldest, newest - SCAN_LINES_MAX);
  for (let number = newest; number >= last; number -= 1) {
    const line = standInLine(number, containers);
    if (lineMatches(line, url.searchParams.get('q') ?? '', filters)) {
      found.push(line);
    }
  }
  return found;
}

function spanOf(url: URL): [fromMs: number, toMs: number] {
  return [
    Date.parse(url.searchParams.get('from') ?? ''),
    Date.parse(url.searchParams.get('to') ?? ''),
  ];
}

function histogram(url: URL, lines: readonly LogLine[]) {
  const [fromMs, toMs] = spanOf(url);
  const points = Number(url.searchParams.get('points') ?? 60);
  const intervalMs = Math.max(1_000, Math.ceil((toMs - fromMs) / points / 1_000) * 1_000);
  const startOf = (atMs: number) => Math.floor(atMs / intervalMs) * intervalMs;
  const starts = Array.from(
    { length: Math.ceil((toMs - startOf(fromMs)) / intervalMs) },
    (_, index) => startOf(fromMs) + index * intervalMs,
  );
  const countsOf = (counted: readonly LogLine[]) => {
    const counts = new Map<number, number>();
    for (const { at } of counted) {
      const startMs = startOf(Date.parse(at));
      counts.set(startMs, (counts.get(startMs) ?? 0) + 1);
    }
    return starts.map((startMs) => counts.get(startMs) ?? 0);
  };
  const totals = countsOf(lines);
  const levels = LOG_LEVELS.map((level) => ({
    level,
    counts: countsOf(lines.filter((line) => levelOf(line.level) === level)),
  }));
  return {
    intervalMs,
    buckets: starts.map((startMs, index) => [startMs, totals[index]]),
    levels: levels.filter(({ counts }) => counts.some((count) => count > 0)),
  };
}

function fieldValues(lines: readonly LogLine[], field: string) {
  const counts = new Map<string, number>();
  let total = 0;
  for (const line of lines) {
    const value = fieldOf(line, field);
    if (value !== undefined) {
      total += 1;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const values = [...counts].map(([value, count]) => ({ value, count }));
  return { total, values: values.sort((a, b) => b.count - a.count).slice(0, 10) };
}

function alerts(nowMs: number, query: URLSearchParams) {
  const { containers } = standInInventory(nowMs);
  const causes = [
    [26, 'restarted', 'warning', 1, 1],
    [12, 'oom_killed', 'critical', 137, 8],
    [11, 'unhealthy', 'critical', null, 47],
    [36, 'exited_nonzero', 'warning', 1, 420],
    [6, 'restarted', 'warning', 0, 611],
    [26, 'restarted', 'warning', 1, 900],
  ] as const;
  const all = causes.flatMap(([index, kind, severity, exitCode, minutesAgo], number): Alert[] => {
    const container = containers[index];
    return container
      ? [
          {
            id: `alert-${number}`,
            at: new Date(nowMs - minutesAgo * 60_000).toISOString(),
            rule: 'container-trouble',
            severity,
            kind,
            host: container.host,
            containerId: container.id,
            containerName: container.name,
            image: container.image,
            exitCode,
            message: `${container.name}: ${kind}`,
          },
        ]
      : [];
  });
  const wanted = query.get('containerId');
  const shown = all.filter(({ containerId }) => wanted === null || containerId === wanted);
  return { total: shown.length, alerts: shown.slice(0, Number(query.get('size') ?? 100)) };
}

/** One group for each alert, and the first one for a loop. */
function alertGroups(nowMs: number) {
  const { total, alerts: all } = alerts(nowMs, new URLSearchParams({ size: '100' }));
  const groups = all.map((alert, index): AlertGroup => {
    const { id, severity, kind, at, host, containerId, containerName, image, exitCode } = alert;
    const times = index === 0 ? 214 : 1;
    const firstAt = new Date(Date.parse(at) - (times - 1) * 31_000).toISOString();
    return {
      ...{ id, severity, kind, firstAt, lastAt: at, host, containerId, containerName, image },
      ...{ exitCode, times, alerts: times * 2, restarted: kind === 'restarted' },
    };
  });
  return { total, alertsLeftOut: 0, groups };
}

function container(url: URL, nowMs: number): StandInReply {
  const id = decodeURIComponent(url.pathname.slice('/api/containers/'.length));
  const { containers } = standInInventory(nowMs);
  const index = containers.findIndex((candidate) => candidate.id === id);
  const found = containers[index];
  return found
    ? ok(detail(found, index, url))
    : refused(404, 'resource_not_found_exception', `no container [${id.slice(0, 12)}]`);
}

function detail(found: Container, index: number, url: URL): ContainerDetail {
  const [fromMs, toMs] = spanOf(url);
  const points = Number(url.searchParams.get('points') ?? 120);
  const intervalMs = Math.max(10_000, Math.ceil((toMs - fromMs) / points / 10_000) * 10_000);
  const startMs = Math.floor(fromMs / intervalMs) * intervalMs;
  const count = Math.floor((toMs - startMs) / intervalMs);
  const line = (name: string, unit: Series['unit'], seed: number, level: number): Series => ({
    name,
    unit,
    points: wave(index * 10 + seed, level, count).map((value, point) => [
      startMs + point * intervalMs,
      point > count * 0.42 && point < count * 0.45 ? null : value,
    ]),
  });
  return {
    container: found,
    intervalMs,
    series: [
      line('cpu', 'cores', 1, found.cpuCores ?? 0.2),
      line('memory', 'byte', 2, (found.memoryUsedBytes ?? 4e8) * 0.8),
      line('network.in', 'byte/s', 3, found.networkInBytesPerS ?? 9_000),
      line('network.out', 'byte/s', 4, found.networkOutBytesPerS ?? 4_000),
      line('disk.read', 'byte/s', 5, 80_000),
      line('disk.write', 'byte/s', 6, 240_000),
    ],
    events: [
      {
        at: new Date(fromMs + (toMs - fromMs) * 0.45).toISOString(),
        action: 'start',
        exitCode: null,
      },
      { at: new Date(fromMs + (toMs - fromMs) * 0.42).toISOString(), action: 'die', exitCode: 137 },
      {
        at: new Date(fromMs + (toMs - fromMs) * 0.419).toISOString(),
        action: 'oom',
        exitCode: null,
      },
    ],
    processes: [
      {
        pid: 4_121,
        commandLine: found.command,
        user: 'node',
        cpuCores: found.cpuCores,
        memoryBytes: found.memoryUsedBytes,
      },
      {
        pid: 4_188,
        commandLine: '/usr/bin/tini -- docker-entrypoint.sh',
        user: 'root',
        cpuCores: 0,
        memoryBytes: 1_900_000,
      },
    ],
  };
}
