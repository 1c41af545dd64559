import type { Container } from '@longshore/common/api/inventory';
import type { LogFilter, LogLine } from '@longshore/common/api/logs';
import { randomFrom } from './random.ts';

const LINES: ReadonlyArray<readonly [level: string | null, message: string]> = [
  ['info', 'GET /api/v2/orders?page=3&size=50 200 18ms'],
  ['info', '주문 48213 결제 완료 (카드, 129,000원)'],
  ['debug', 'cache hit ratio 0.942 over the last 60 s, 18 412 keys'],
  ['warn', 'slow query: SELECT * FROM order_items WHERE order_id = ANY($1) took 1843 ms'],
  [
    'error',
    'Error: connect ECONNREFUSED 172.18.0.7:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
  ],
  ['info', '재고 동기화를 시작합니다: 창고 3곳, 품목 12,408개'],
  [null, '172.18.0.1 - - "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29"'],
  [
    'info',
    '{"level":"info","requestId":"6f0c2d9e","route":"/cart","durationMs":42,"msg":"request finished"}',
  ],
  ['error', '결제 게이트웨이 응답 시간 초과 (30초), 주문 48217을(를) 보류합니다'],
  ['info', 'checkpoint complete: wrote 1284 buffers (7.8%); 0 WAL file(s) added'],
  [null, 'Started worker process 31'],
  ['fatal', 'Out of memory: cannot allocate 268435456 bytes, giving up'],
];

/** The time between two lines of the stand-in. */
const LINE_EVERY_MS = 900;

/** The line with this number, counted from the epoch; the same number is always the same line. */
export function standInLine(number: number, containers: readonly Container[]): LogLine {
  const random = randomFrom(number);
  const pick = random();
  const weighted = pick < 0.75 ? Math.floor(pick * 4) : Math.floor(random() * LINES.length);
  const [level, message] = LINES[weighted] ?? [null, ''];
  const speakers = containers.filter(({ state }) => state === 'running');
  const container = speakers[Math.floor(random() * speakers.length)];
  const at = new Date(number * LINE_EVERY_MS + Math.floor(random() * 800)).toISOString();
  const stream = level === 'error' || level === 'fatal' ? 'stderr' : 'stdout';
  return {
    id: `line-${number}`,
    index: '.ds-logs-docker.container-default-000001',
    at,
    message,
    host: container?.host ?? null,
    containerId: container?.id ?? null,
    containerName: container?.name ?? null,
    stream,
    level,
    sort: [Date.parse(at), number],
    source: {
      '@timestamp': at,
      message,
      stream,
      ...(level ? { log: { level, offset: number * 120 } } : { log: { offset: number * 120 } }),
      host: { name: container?.host },
      container: { id: container?.id, name: container?.name, image: { name: container?.image } },
      event: { module: 'docker', dataset: 'docker.container' },
      agent: { type: 'filebeat', version: '0.1.0' },
      input: { type: 'container' },
    },
  };
}

/** The numbers of the lines in a time range, newest first. */
export function lineNumbers(fromMs: number, toMs: number): { newest: number; oldest: number } {
  return {
    newest: Math.floor(toMs / LINE_EVERY_MS) - 1,
    oldest: Math.ceil(fromMs / LINE_EVERY_MS),
  };
}

/** Whether a line fits a query (every bare word is in it; `field:value` on the source) and its filters. */
export function lineMatches(line: LogLine, query: string, filters: readonly LogFilter[]): boolean {
  const words = query.split(/\s+/).filter((word) => word !== '' && word !== 'AND' && word !== '*');
  const wordsHold = words.every((word) => {
    const [, field, value] = /^([a-z@.]+):"?([^"]+)"?$/i.exec(word) ?? [];
    return field && value
      ? fieldOf(line, field) === value
      : line.message.toLowerCase().includes(word.replaceAll('"', '').toLowerCase());
  });
  return (
    wordsHold &&
    filters.every(({ field, value, negate }) => (fieldOf(line, field) === value) !== negate)
  );
}

/** The value of a field of a line as text; undefined when the line has none. */
export function fieldOf(line: LogLine, field: string): string | undefined {
  const value = field
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined,
      line.source,
    );
  return value === undefined || value === null ? undefined : String(value);
}
