import { ALERT_GROUP_GAP_MS, type Alert, type AlertGroup } from '@longshore/common/api/alerts';
import {
  type Bucket,
  bucketsOf,
  hitsOf,
  metricOf,
  type SearchAnswer,
  type SearchBody,
  timeFilter,
} from '../search-types.ts';
import { chooseInterval, type TimeRange } from '../time-range.ts';
import { mapAlert } from './map-alert.ts';

/** Together these keep an answer below the 65,536 buckets that a store gives. */
const CONTAINERS_MAX = 100;
const BUCKETS_MAX = 96;
const KINDS_MAX = 4;

const SEVERITIES = ['info', 'warning', 'critical'] as const;

/** Asks how many alerts of each kind a container had, and when; not for the alerts, which can be thousands. */
export function groupSearch(range: TimeRange): SearchBody {
  const newest = { top_hits: { size: 1, sort: [{ '@timestamp': { order: 'desc' } }] } };
  const last = { max: { field: '@timestamp' } };
  const intervalMs = chooseInterval(range, BUCKETS_MAX, ALERT_GROUP_GAP_MS);
  const times = {
    date_histogram: {
      field: '@timestamp',
      fixed_interval: `${intervalMs}ms`,
      min_doc_count: 1,
    },
    aggs: { first: { min: { field: '@timestamp' } }, last, newest },
  };
  const kinds = {
    terms: { field: 'longshore.alert.kind', size: KINDS_MAX },
    aggs: { times },
  };
  return {
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: [timeFilter(range.fromMs, range.toMs)] } },
    aggs: {
      containers: {
        terms: { field: 'container.id', size: CONTAINERS_MAX, order: { last: 'desc' } },
        aggs: { last, kinds },
      },
    },
  };
}

/** Alerts of one kind in one stretch of time. */
interface Stretch {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly newest: Alert;
}

/** Puts the counts together: what follows within the gap belongs together, whatever bucket it fell into. */
export function mapGroups({ hits, aggregations }: SearchAnswer) {
  const containers = bucketsOf(aggregations, 'containers');
  const groups = containers.flatMap((container) => {
    const stretches = bucketsOf(container, 'kinds').flatMap((kind) =>
      bucketsOf(kind, 'times').flatMap(stretchOf),
    );
    const isHealth = ({ newest }: Stretch) => newest.kind === 'unhealthy';
    return [
      ...split(stretches.filter((stretch) => !isHealth(stretch))),
      ...split(stretches.filter(isHealth)),
    ].map(mapGroup);
  });
  const total = hits.total?.value ?? 0;
  const counted = containers.reduce((sum, { doc_count: count }) => sum + count, 0);
  return {
    total,
    alertsLeftOut: Math.max(0, total - counted),
    groups: groups.sort((left, right) => Date.parse(right.lastAt) - Date.parse(left.lastAt)),
  };
}

function stretchOf(bucket: Bucket): Stretch[] {
  const [hit] = hitsOf(bucket, 'newest');
  const firstMs = metricOf(bucket, 'first');
  const lastMs = metricOf(bucket, 'last');
  return hit && firstMs !== null && lastMs !== null
    ? [{ count: bucket.doc_count, firstMs, lastMs, newest: mapAlert(hit) }]
    : [];
}

/** Cuts where nothing happened for longer than the gap. */
function split(stretches: readonly Stretch[]): Stretch[][] {
  const groups: Stretch[][] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  for (const stretch of stretches.toSorted((left, right) => left.firstMs - right.firstMs)) {
    const open = groups.at(-1);
    if (open && stretch.firstMs - untilMs <= ALERT_GROUP_GAP_MS) {
      open.push(stretch);
    } else {
      groups.push([stretch]);
    }
    untilMs = Math.max(untilMs, stretch.lastMs);
  }
  return groups;
}

function mapGroup(stretches: readonly Stretch[]): AlertGroup {
  const newestFirst = stretches.toSorted((left, right) => right.lastMs - left.lastMs);
  const causes = newestFirst.filter(({ newest }) => newest.kind !== 'restarted');
  const restarts = newestFirst.filter(({ newest }) => newest.kind === 'restarted');
  const cause = (causes[0] ?? newestFirst[0])?.newest;
  if (!cause) {
    throw new Error('BUG: a group of alerts without an alert');
  }
  const firstMs = Math.min(...stretches.map((stretch) => stretch.firstMs));
  const lastMs = Math.max(...stretches.map((stretch) => stretch.lastMs));
  const worst = Math.max(...stretches.map(({ newest }) => SEVERITIES.indexOf(newest.severity)));
  const { kind, host, containerId, containerName, image, exitCode } = cause;
  return {
    id: [containerId, kind === 'unhealthy' ? 'health' : 'crash', firstMs].join('.'),
    severity: SEVERITIES[worst] ?? cause.severity,
    kind,
    times: Math.max(sum(causes), sum(restarts)),
    alerts: sum(stretches),
    restarted: restarts.length > 0,
    firstAt: new Date(firstMs).toISOString(),
    lastAt: new Date(lastMs).toISOString(),
    host,
    containerId,
    containerName,
    image,
    exitCode,
  };
}

function sum(stretches: readonly Stretch[]): number {
  return stretches.reduce((total, { count }) => total + count, 0);
}
