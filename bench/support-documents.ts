/** Lines of container logs of about 400 bytes, or samples of Docker metrics of about 1200. */
export type Kind = 'logs' | 'metrics';

/** A document as an agent sends it. */
export const makeDocument = (kind: Kind, atMs: number): Record<string, unknown> =>
  kind === 'logs' ? logDocument(atMs) : metricDocument(atMs);

const LEVELS = ['info', 'info', 'info', 'debug', 'warn', 'error'];
const WORDS =
  'request completed upstream timeout connection refused retrying user order payment session cache miss hit ' +
  'queue worker started finished database query slow index shard container restarted health check failed 컨테이너 시작';

const words = WORDS.split(' ');
let seed = 42;
/** Marsaglia's xorshift32: the same documents in every run, and no patterns that would compress too well. */
function random(below: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return Math.floor(((seed >>> 0) / 2 ** 32) * below);
}

function logDocument(at: number): Record<string, unknown> {
  const text = Array.from({ length: 12 }, () => words[random(words.length)]).join(' ');
  const container = random(40);
  return {
    '@timestamp': new Date(at).toISOString(),
    message: `${LEVELS[random(LEVELS.length)]} id=${random(1_000_000)} ${text} took=${random(5000)}ms`,
    stream: random(10) === 0 ? 'stderr' : 'stdout',
    log: { level: LEVELS[random(LEVELS.length)], offset: random(10_000_000) },
    container: {
      id: `c0ffee${container}`.padEnd(64, '0'),
      name: `shop-api-${container}`,
      runtime: 'docker',
    },
    host: { name: `host-${container % 3}` },
    event: { dataset: 'docker.container', module: 'docker' },
  };
}

function metricDocument(at: number): Record<string, unknown> {
  const container = random(40);
  const counters = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`counter_${i}`, random(1_000_000_000)]),
  );
  return {
    '@timestamp': new Date(at).toISOString(),
    host: { name: `host-${container % 3}` },
    container: {
      id: `c0ffee${container}`.padEnd(64, '0'),
      name: `shop-api-${container}`,
      runtime: 'docker',
    },
    event: { dataset: 'docker.memory', module: 'docker', duration: random(1_000_000) },
    docker: {
      cpu: { total: { pct: random(1000) / 999, norm: { pct: random(1000) / 1999 } } },
      memory: { usage: { total: random(1e9), pct: random(1000) / 999 }, stats: counters },
    },
    system: { load: { 1: random(100) / 7, 5: random(100) / 7 } },
  };
}
