import { walkCounters } from './support-metric-walks.ts';
import { chance, hex, ip, pick, random, uuid } from './support-random.ts';

/** Lines of container logs of about 450 bytes, or samples of Docker metrics of about 1300. */
export type Kind = 'logs' | 'metrics';

/**
 * A document as an agent sends it. No two are alike: log lines have ids, addresses and durations of their own as those
 * of real services, numbers walk from sample to sample. `gzip -6` leaves a sixth of log lines (`bench/disk.ts`).
 */
export const makeDocument = (kind: Kind, atMs: number): Record<string, unknown> =>
  kind === 'logs' ? logDocument(atMs) : metricDocument(atMs);

const CONTAINERS = 40;
const HOSTS = 3;
const SERVICES = ['shop-api', 'payment', 'search', 'gateway', 'worker', 'auth'] as const;

const containers = Array.from({ length: CONTAINERS }, (_, i) => ({
  container: {
    id: hex(64),
    name: `${pick(SERVICES)}-${i}`,
    runtime: 'docker',
  },
  host: { name: `host-${i % HOSTS}` },
  offset: random(10_000_000),
}));

const LEVELS = ['info', 'info', 'info', 'info', 'debug', 'warn', 'error'] as const;
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'] as const;
const STATUSES = [200, 200, 200, 201, 204, 304, 400, 404, 499, 500, 503] as const;
const PATHS = ['orders', 'users', 'carts', 'products', 'invoices', 'sessions'] as const;
const AGENTS = ['curl/8.5.0', 'okhttp/4.12.0', 'Mozilla/5.0 (X11; Linux x86_64)'] as const;
const CAUSES = [
  'connection refused',
  'context deadline exceeded',
  'i/o timeout',
  '연결이 거부되었습니다',
  'broken pipe',
] as const;

const path = () => `/api/v1/${pick(PATHS)}/${random(10_000_000)}`;
const ms = () => (random(1_000_000) / 1000).toFixed(3);
const port = () => 1024 + random(60_000);

/** Kinds of lines, each about as often as the others. */
const LINES: readonly ((level: string, at: string) => string)[] = [
  (_, at) =>
    `${ip()} - - [${at}] "${pick(METHODS)} ${path()}?page=${random(50)} HTTP/1.1" ${pick(STATUSES)} ${random(90_000)} "${pick(AGENTS)}" rt=${ms()} id=${hex(16)}`,
  (level, at) =>
    JSON.stringify({
      ...{ level, ts: at, msg: words(3), request_id: hex(16), took_ms: Number(ms()) },
      ...{ status: pick(STATUSES) },
    }),
  (level) =>
    `${level.toUpperCase()} [exec-${random(200)}] c.e.shop.${word()}Service - ${words(4)}: order ${random(100_000_000)} of user ${random(2_000_000)}, trace=${hex(32)}`,
  (level) =>
    `${level} db: SELECT ${word()} FROM ${word()} WHERE ${word()} > ${random(5e7)} took ${ms()}ms rows=${random(500)} user=${random(2e6)} trace=${hex(32)}`,
  (level) =>
    `${level} upstream ${word()} ${ip()}:${port()} failed: ${pick(CAUSES)}, ${words(3)}, retrying in ${random(5000)}ms id=${hex(32)}`,
  () => `컨테이너 작업 ${uuid()} 완료: ${random(100_000)}건 처리, ${ms()}ms 소요, 다음 ${words(2)}`,
];

const VOCABULARY = 4000;
const SYLLABLES =
  'con re tion ing er pro com ter ac de ex in ment or al pre sub trans form ver ser ti on lock cache queue node shard'.split(
    ' ',
  );
const vocabulary = Array.from({ length: VOCABULARY }, () =>
  Array.from({ length: 2 + random(3) }, () => pick(SYLLABLES)).join(''),
);

/** A few words are in many lines, most in few, as in any language. */
const word = (): string =>
  vocabulary[Math.floor(VOCABULARY ** (random(1_000_000) / 1e6)) - 1] ?? '';
const words = (count: number): string => Array.from({ length: count }, word).join(' ');

function logDocument(atMs: number): Record<string, unknown> {
  const at = new Date(atMs).toISOString();
  const of = pick(containers);
  const level = pick(LEVELS);
  const message = pick(LINES)(level, at);
  of.offset += message.length + 60;
  return {
    '@timestamp': at,
    message,
    stream: chance(0.1) ? 'stderr' : 'stdout',
    log: { level, offset: of.offset },
    container: of.container,
    host: of.host,
    event: { dataset: 'docker.container', module: 'docker' },
  };
}

const walks = containers.map(() => walkCounters());
let turn = 0;

/** Samples of the containers in turn. */
function metricDocument(atMs: number): Record<string, unknown> {
  const at = turn % CONTAINERS;
  turn += 1;
  const { container, host } = containers[at] ?? {};
  return {
    '@timestamp': new Date(atMs).toISOString(),
    host,
    container,
    event: { dataset: 'docker.memory', module: 'docker', duration: 800_000 + random(400_000) },
    ...walks[at]?.(),
  };
}
