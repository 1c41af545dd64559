import type { Container } from '@longshore/common/api/inventory';

/** How much a state needs a person: it decides colour, shape and order. */
export type Attention = 'ok' | 'busy' | 'bad' | 'quiet';

/** The state word that people read; it says more than the engine's (`unhealthy` is a running container's). */
export type StateWord =
  | 'running'
  | 'starting'
  | 'unhealthy'
  | 'restarting'
  | 'paused'
  | 'created'
  | 'exited'
  | 'failed'
  | 'oomKilled'
  | 'removing'
  | 'dead'
  | 'unknown';

/** Exit codes that mean "was asked to stop": SIGINT, SIGTERM and a clean end. */
const CALM_EXIT_CODES: ReadonlySet<number> = new Set([0, 130, 143]);

/** Signals by number, as an exit code above 128 tells them. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

const ATTENTION: Readonly<Record<StateWord, Attention>> = {
  running: 'ok',
  starting: 'busy',
  unhealthy: 'bad',
  restarting: 'bad',
  paused: 'busy',
  created: 'quiet',
  exited: 'quiet',
  failed: 'bad',
  oomKilled: 'bad',
  removing: 'quiet',
  dead: 'bad',
  unknown: 'quiet',
};

/** The state of a container in one word. */
export function stateWord(container: Container): StateWord {
  const { state, health, oomKilled } = container;
  if (state === 'running') {
    if (health === 'unhealthy' || health === 'starting') {
      return health;
    }
    return 'running';
  }
  if (state === 'exited') {
    return exitWord(container.exitCode, oomKilled);
  }
  return state;
}

function exitWord(exitCode: number | null, oomKilled: boolean): StateWord {
  if (oomKilled) {
    return 'oomKilled';
  }
  return exitCode === null || CALM_EXIT_CODES.has(exitCode) ? 'exited' : 'failed';
}

/** How much the state needs a person. */
export function attentionOf(word: StateWord): Attention {
  return ATTENTION[word];
}

/** True for containers that the list hides at first. */
export function isStopped({ state }: Container): boolean {
  return state === 'exited' || state === 'created' || state === 'dead' || state === 'removing';
}

/** The signal that ended a process, by its exit code: 137 is SIGKILL. */
export function signalOf(exitCode: number | null): string | undefined {
  return exitCode !== null && exitCode > 128 ? SIGNALS[exitCode - 128] : undefined;
}

/** CPU used as a share of the container's limit; null without a limit. */
export function cpuShare({ cpuCores, cpuLimitCores }: Container): number | null {
  return cpuCores === null || cpuLimitCores === null || cpuLimitCores === 0
    ? null
    : cpuCores / cpuLimitCores;
}

/** The image's name without its registry, and its tag or the head of its digest. */
export function imageParts(image: string): { readonly name: string; readonly tag: string } {
  const [path = '', digest] = image.split('@');
  const slash = path.lastIndexOf('/');
  const colon = path.indexOf(':', slash);
  const name = path.slice(slash + 1, colon < 0 ? undefined : colon);
  const tag =
    colon < 0 ? (digest?.replace('sha256:', '').slice(0, 12) ?? '') : path.slice(colon + 1);
  return { name: name || image, tag };
}

/** How long the container has been in its state, at a moment; null when nobody said. */
export function inStateMs(
  { state, startedAt, finishedAt }: Container,
  nowMs: number,
): number | null {
  const since = state === 'running' || state === 'paused' ? startedAt : (finishedAt ?? startedAt);
  const sinceMs = since === null ? Number.NaN : Date.parse(since);
  return Number.isNaN(sinceMs) || sinceMs <= 0 ? null : Math.max(0, nowMs - sinceMs);
}

/** A container that was restarted so often and again within this time is in a loop, though it runs at the moment. */
const LOOP_RESTARTS_MIN = 3;
const LOOP_MS = 10 * 60_000;

/** True while a container starts again and again, also in the moments between two deaths. */
export function isLooping(container: Container, nowMs: number): boolean {
  const runsMs = inStateMs(container, nowMs);
  return (
    container.state === 'running' &&
    (container.restarts ?? 0) >= LOOP_RESTARTS_MIN &&
    runsMs !== null &&
    runsMs < LOOP_MS
  );
}
