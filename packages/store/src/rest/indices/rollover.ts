import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { IndexRequest } from '../../index/compose-index.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import {
  conditionsHold,
  parseConditions,
  planRollover,
  type RolloverPlan,
  rollOver,
} from '../../rollover.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'wait_for_active_shards'];

/** `POST /{alias|data stream}/_rollover[/{new index}]` */
export const rollover: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_rollover', '/:index/_rollover/:newIndex'],
  parameters: ['dry_run', 'include_type_name', 'lazy', ...WAITING],
  ignored: ['include_type_name', ...WAITING],
  handle: async (request, store) => {
    const { parameters } = request;
    const body = readObject(request.body, ['conditions', 'settings', 'mappings', 'aliases']);
    const conditions = parseConditions(body.conditions);
    const name = request.part('index') ?? '';
    const newIndex = request.part('newIndex');
    const now = new Date();
    const given = newIndex === undefined ? {} : { newIndex };
    const plan = planRollover(store.catalog, { name, now, ...given });
    if (conditions.length > 0) {
      await countable(store, plan.old);
    }
    const facts = {
      ageMs: now.getTime() - plan.old.createdMs,
      counts: await store.writer.counts(plan.old.uuid),
    };
    const isDryRun = parameters.boolean('dry_run', false);
    const isLazy = parameters.boolean('lazy', false);
    if (isLazy) {
      await rollOverLater(plan, body, { store, isDryRun });
    }
    const isRolled = !isLazy && conditionsHold(conditions, facts) && !isDryRun;
    if (isRolled) {
      await rollOver(store.indices, plan, { alias: name, request: indexRequest(body), now });
    }
    return ok({
      acknowledged: isRolled || (isLazy && !isDryRun),
      shards_acknowledged: isRolled,
      old_index: plan.old.name,
      new_index: plan.newName,
      rolled_over: isRolled,
      dry_run: isDryRun,
      lazy: isLazy,
      conditions: Object.fromEntries(
        conditions.map((one) => [`[${one.name}: ${one.value}]`, one.isMet(facts)]),
      ),
    });
  },
};

/** Resolves when an index has all of its documents: while it is being recovered, its counts are too low for conditions. */
async function countable({ writer }: Store, index: IndexEntry): Promise<void> {
  await writer.settled([index.uuid]);
  const refusal = writer.unavailable(index);
  if (refusal !== undefined) {
    throw refusal;
  }
}

/** The next write makes the new index. What it will be is not known before, so that nothing can be said of it. */
async function rollOverLater(
  { stream }: RolloverPlan,
  body: JsonObject,
  { store, isDryRun }: { readonly store: Store; readonly isDryRun: boolean },
): Promise<void> {
  if (!stream) {
    throw errors.illegalArgument('lazy rollover can be applied only on a data stream');
  }
  if (Object.keys(body).length > 0) {
    throw errors.illegalArgument('lazy rollover can be used only without any conditions');
  }
  if (!isDryRun) {
    store.catalog.putDataStream({ ...stream, rollsOverOnWrite: true });
    await store.catalog.sync();
  }
}

function indexRequest({ settings, mappings, aliases }: JsonObject): IndexRequest {
  if (mappings !== undefined && !isObject(mappings)) {
    throw errors.mapperParsing('Failed to parse mapping: [mappings] must be an object');
  }
  return {
    ...(settings === undefined ? {} : { settings }),
    ...(mappings === undefined ? {} : { mappings }),
    ...(aliases === undefined ? {} : { aliases }),
  };
}
