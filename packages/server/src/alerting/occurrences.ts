import type { Alert } from '@longshore/common/api/alerts';

/** An event of the container engine about one container. */
export interface EngineEvent {
  readonly atMs: number;
  readonly action: string;
  readonly exitCode: number | null;
  /** Number of the signal of a `kill`. */
  readonly signal: string | null;
  readonly host: string;
  readonly containerId: string;
  readonly containerName: string;
  readonly image: string | null;
}

/** Something that a rule may be about. */
export interface Occurrence {
  readonly kind: Alert['kind'];
  readonly event: EngineEvent;
  /** Exit code of the run that ended, where one did. */
  readonly exitCode: number | null;
}

/** A container that ends this soon after it was told to was stopped by somebody: no crash. */
const STOP_MS = 30_000;
/** Of events of the same memory shortage of one run, only the first counts. */
const OOM_MS = 30_000;
/** An engine may tell of a memory shortage a moment after the death that it caused. */
const OOM_AFTER_DEATH_MS = 5_000;
/** Restart policies wait up to a minute before they start a container again. */
const RESTART_MS = 75_000;
/** Events this far before the first one that counts are needed to understand it. */
export const CONTEXT_MS = RESTART_MS + STOP_MS;

/** Actions that `findOccurrences` looks at. */
export const ACTIONS = ['start', 'die', 'kill', 'stop', 'oom', 'health_status: unhealthy'] as const;

/** Signals that end a process that does not handle them otherwise; others, such as HUP, tell it something. */
const ENDING_SIGNALS: readonly string[] = [
  '2',
  '3',
  '6',
  '9',
  '15',
  'SIGINT',
  'SIGQUIT',
  'SIGABRT',
  'SIGKILL',
  'SIGTERM',
];
const SIGKILL_EXIT_CODE = 137;

/**
 * What happened since a time, from events in the order of time. The same events give the same occurrences
 * whatever the time, as long as the events of `CONTEXT_MS` before it are there.
 */
export function findOccurrences(
  events: readonly EngineEvent[],
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): Occurrence[] {
  return [...groupByContainer(events).values()]
    .flatMap((own) =>
      own.flatMap((event, index) => (event.atMs < sinceMs ? [] : (judge(own, index, nowMs) ?? []))),
    )
    .sort((a, b) => a.event.atMs - b.event.atMs);
}

function groupByContainer(events: readonly EngineEvent[]): Map<string, EngineEvent[]> {
  const groups = new Map<string, EngineEvent[]>();
  for (const event of events) {
    const key = `${event.host}/${event.containerId}`;
    const group = groups.get(key) ?? [];
    group.push(event);
    groups.set(key, group);
  }
  return groups;
}

function judge(own: readonly EngineEvent[], index: number, nowMs: number): Occurrence | undefined {
  const event = own[index];
  switch (event?.action) {
    case 'oom':
      return isRepeated(own, index) ? undefined : { kind: 'oom_killed', event, exitCode: null };
    case 'health_status: unhealthy':
      return { kind: 'unhealthy', event, exitCode: null };
    case 'die':
      return judgeDeath(own, index, nowMs);
    case 'start':
      return judgeStart(own, index);
    default:
      return undefined;
  }
}

function isRepeated(own: readonly EngineEvent[], index: number): boolean {
  const atMs = own[index]?.atMs ?? 0;
  return own
    .slice(startBefore(own, index) + 1, index)
    .some(({ action, atMs: at }) => action === 'oom' && atMs - at <= OOM_MS);
}

/** Where the run began that an event belongs to; -1 when its start is not among the events. */
function startBefore(own: readonly EngineEvent[], index: number): number {
  return own.findLastIndex(({ action }, at) => at < index && action === 'start');
}

function judgeDeath(
  own: readonly EngineEvent[],
  index: number,
  nowMs: number,
): Occurrence | undefined {
  const death = own[index];
  if (!death || death.exitCode === null || death.exitCode === 0 || wasStopped(own, index)) {
    return undefined;
  }
  const mayBeOom = death.exitCode === SIGKILL_EXIT_CODE;
  if (mayBeOom && nowMs - death.atMs < OOM_AFTER_DEATH_MS) {
    return undefined;
  }
  const isOom = own.some(
    ({ action, atMs }) =>
      action === 'oom' && death.atMs - atMs <= OOM_MS && atMs - death.atMs <= OOM_AFTER_DEATH_MS,
  );
  return mayBeOom && isOom
    ? undefined
    : { kind: 'exited_nonzero', event: death, exitCode: death.exitCode };
}

/** Somebody had asked this run of the container to end. */
function wasStopped(own: readonly EngineEvent[], deathIndex: number): boolean {
  const deathMs = own[deathIndex]?.atMs ?? 0;
  return own.slice(startBefore(own, deathIndex) + 1).some((event) => {
    const beforeMs = deathMs - event.atMs;
    return beforeMs >= 0 && beforeMs <= STOP_MS && asksToEnd(event);
  });
}

function asksToEnd({ action, signal }: EngineEvent): boolean {
  return (
    action === 'stop' ||
    (action === 'kill' && (signal === null || ENDING_SIGNALS.includes(signal.toUpperCase())))
  );
}

/** A start soon after a death that nobody had asked for, and no stop in between: the restart policy's. */
function judgeStart(own: readonly EngineEvent[], index: number): Occurrence | undefined {
  const start = own[index];
  const deathIndex = own.findLastIndex(({ action }, at) => at < index && action === 'die');
  const death = own[deathIndex];
  if (!start || !death || start.atMs - death.atMs > RESTART_MS || wasStopped(own, deathIndex)) {
    return undefined;
  }
  const between = own.slice(deathIndex + 1, index);
  return between.some(({ action }) => action === 'stop' || action === 'start')
    ? undefined
    : { kind: 'restarted', event: start, exitCode: death.exitCode };
}
