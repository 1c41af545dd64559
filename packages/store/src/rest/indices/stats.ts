import { createHash } from 'node:crypto';
import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { healthOf, isInitializing } from '../cluster/cluster-health.ts';
import { requestedIndices } from '../expression-options.ts';
import { withHumanTwins } from '../human.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { contextsOf } from '../search/contexts.ts';
import { countsOf } from './index-counts.ts';
import {
  type IndexStatistics,
  NO_CONTEXTS,
  type OpenContexts,
  readMetrics,
  type StatsView,
  statsSections,
  sumStatistics,
} from './stats-sections.ts';

const FIELDS = ['fields', 'fielddata_fields', 'completion_fields'];

/** `GET /{index}/_stats[/{metric}]`: what is in indices, and what was done to them since this process started. */
export const stats: RestRoute = {
  methods: ['GET'],
  paths: ['/_stats', '/:index/_stats', '/_stats/:metric', '/:index/_stats/:metric'],
  parameters: [
    ...EXPRESSION_PARAMETERS,
    ...['level', 'forbid_closed_indices', 'groups', 'include_segment_file_sizes'],
    ...['include_unloaded_segments', ...FIELDS],
  ],
  ignored: FIELDS,
  partly:
    'Figures of what only Lucene has (warmer, caches, field data, completion, memory of segments) are 0; merges, the fetching of hits and what is under way are not counted.',
  handle: async (request, store) => {
    const { parameters } = request;
    const level = parameters.text('level') ?? 'indices';
    if (!['cluster', 'indices', 'shards'].includes(level)) {
      throw errors.illegalArgument(
        `level parameter must be one of [cluster] or [indices] or [shards] but was [${level}]`,
      );
    }
    const view = readView(request);
    const entries = requestedIndices(request, store, {
      forbidsClosed: parameters.boolean('forbid_closed_indices', true),
    });
    const counted = await statisticsOf(store, entries);
    const all = parameters.boolean('include_unloaded_segments', false)
      ? counted
      : counted.map(withoutUnloaded);
    const answer = {
      _shards: {
        total: entries.reduce((sum, entry) => sum + copies(entry), 0),
        successful: entries.reduce((sum, { shards }) => sum + shards, 0),
        failed: 0,
      },
      _all: both(statsSections(sumStatistics(all.map(([, one]) => one)), view)),
      ...(level === 'cluster'
        ? {}
        : { indices: perIndex(all, { ...view, store, hasShards: level === 'shards' }) }),
    };
    return ok(parameters.boolean('human', false) ? withHumanTwins(answer) : answer);
  },
};

function readView({ url, part, parameters }: RestRequest): StatsView {
  return {
    metrics: readMetrics(url.split('?')[0] ?? '', part('metric')),
    groups: parameters.list('groups') ?? [],
    hasFileSizes: parameters.boolean('include_segment_file_sizes', false),
  };
}

type Counted = readonly [IndexEntry, IndexStatistics];

/** What is known of indices; one that was deleted in the meantime is left out. */
export async function statisticsOf(
  store: Store,
  entries: readonly IndexEntry[],
): Promise<readonly Counted[]> {
  const counted = await countsOf(store, entries);
  const contexts = openContexts(store);
  return counted.map(({ entry, counts }) => [
    entry,
    {
      counts,
      activity: entry.activity,
      shards: entry.shards,
      contexts: contexts.get(entry.uuid) ?? NO_CONTEXTS,
    },
  ]);
}

/** By the `uuid` of their index. */
function openContexts(store: Store): ReadonlyMap<string, OpenContexts> {
  const found = new Map<string, OpenContexts>();
  const open = contextsOf(store);
  for (const { kind, indices } of [...open.list('scroll'), ...open.list('pit')]) {
    for (const { index } of indices) {
      const { scrolls, pits } = found.get(index.uuid) ?? NO_CONTEXTS;
      found.set(index.uuid, {
        scrolls: scrolls + Number(kind === 'scroll'),
        pits: pits + Number(kind === 'pit'),
      });
    }
  }
  return found;
}

/** Nobody can read the segments of a closed index, so that they are counted only if that is asked for. */
function withoutUnloaded([entry, one]: Counted): Counted {
  return [entry, entry.isClosed ? { ...one, counts: { ...one.counts, segments: 0 } } : one];
}

const copies = ({ shards, replicas }: IndexEntry): number => shards * (1 + replicas);

/** There is one copy of everything, so that primaries are all. */
const both = (sections: object) => ({ primaries: sections, total: sections });

/** What the engine's files have of an index: every batch that was brought in is a commit of its own. */
function commitOf({ uuid }: IndexEntry, { counts }: IndexStatistics) {
  const generation = 1 + counts.refreshes;
  const id = createHash('sha1').update(`${uuid} ${generation}`).digest('base64');
  return { id, generation, user_data: {}, num_docs: counts.documents };
}

function perIndex(
  all: readonly Counted[],
  { store, hasShards, ...view }: StatsView & { readonly store: Store; readonly hasShards: boolean },
): object {
  return Object.fromEntries(
    all.map(([entry, statistics]) => {
      const sections = statsSections(statistics, view);
      const head = {
        uuid: entry.uuid,
        health: healthOf(entry, store),
        status: entry.isClosed ? 'close' : 'open',
      };
      const shard = {
        routing: {
          state: isInitializing(entry, store) ? 'INITIALIZING' : 'STARTED',
          primary: true,
        },
        ...sections,
        commit: commitOf(entry, statistics),
      };
      const shards = hasShards ? { shards: { 0: [shard] } } : {};
      return [entry.name, { ...head, ...both(sections), ...shards }];
    }),
  );
}
