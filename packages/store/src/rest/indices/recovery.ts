import type { IndexEntry } from '../../index/index-entry.ts';
import type { IndexRecovery } from '../../write/recovery-gate.ts';
import { hostOf } from '../cluster/one-node.ts';
import { requestedIndices } from '../expression-options.ts';
import { withHumanTwins } from '../human.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { byName } from './by-name.ts';

/** Parameters of both tables of recoveries. */
export const RECOVERY_PARAMETERS = [...EXPRESSION_PARAMETERS, 'active_only', 'detailed'];

/** What there was to do for an index at the start, and how far that is. */
export interface ShownRecovery {
  readonly entry: IndexEntry;
  readonly recovery: IndexRecovery;
  /** Milliseconds. */
  readonly tookMs: number;
  /** Of operations, 100 where there are none. */
  readonly percent: number;
}

/** `GET [/{index}]/_recovery` */
export const recovery: RestRoute = {
  methods: ['GET'],
  paths: ['/_recovery', '/:index/_recovery'],
  parameters: RECOVERY_PARAMETERS,
  ignored: ['detailed'],
  partly:
    'Listed are indices of which the translog had something at the start. Files stay where they are, so that none are counted.',
  handle: async (request, store) => {
    const shown = recoveriesOf(request, store);
    const known = new Map(shown.map((one) => [one.entry, one]));
    const answer = byName(
      shown.map(({ entry }) => entry),
      (entry) => ({ shards: [shardOf(known.get(entry) as ShownRecovery, store)] }),
    );
    return ok(request.parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};

/** Recoveries of the indices that a request wants to see. */
export function recoveriesOf(request: RestRequest, store: Store): readonly ShownRecovery[] {
  const isActiveOnly = request.parameters.boolean('active_only', false);
  const entries = requestedIndices(request, store, {
    expandWildcards: new Set(['open', 'closed', 'hidden']),
  });
  return entries.flatMap((entry) => {
    const found = store.writer.recovery(entry.uuid);
    return found === undefined || (isActiveOnly && found.stage === 'done')
      ? []
      : [show(entry, found)];
  });
}

function show(entry: IndexEntry, found: IndexRecovery): ShownRecovery {
  const { operations, recovered, startedMs, stoppedMs } = found;
  const untilMs = stoppedMs === 0 ? Date.now() : stoppedMs;
  return {
    entry,
    recovery: found,
    tookMs: startedMs === 0 ? 0 : Math.max(0, untilMs - startedMs),
    percent: operations === 0 ? 100 : (recovered * 100) / operations,
  };
}

/** Share of the operations that are in the engine, `100.0%`. */
export const showPercent = (percent: number): string => `${percent.toFixed(1)}%`;

function shardOf({ recovery: found, tookMs, percent }: ShownRecovery, { node }: Store) {
  const { stage, operations, recovered, startedMs, stoppedMs } = found;
  const here = { id: node.id, host: hostOf(node), ip: hostOf(node), name: node.name };
  return {
    id: 0,
    type: 'EXISTING_STORE',
    stage: stage.toUpperCase(),
    primary: true,
    start_time_in_millis: startedMs,
    ...(stoppedMs === 0 ? {} : { stop_time_in_millis: stoppedMs }),
    total_time_in_millis: tookMs,
    source: here,
    target: here,
    index: {
      size: { total_in_bytes: 0, reused_in_bytes: 0, recovered_in_bytes: 0, percent: '100.0%' },
      files: { total: 0, reused: 0, recovered: 0, percent: '100.0%' },
      total_time_in_millis: 0,
      source_throttle_time_in_millis: 0,
      target_throttle_time_in_millis: 0,
    },
    translog: {
      recovered,
      total: operations,
      percent: showPercent(percent),
      total_on_start: operations,
      total_time_in_millis: tookMs,
    },
    verify_index: { check_index_time_in_millis: 0, total_time_in_millis: 0 },
  };
}
