import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { IndexRequest } from '../../index/compose-index.ts';
import { conditionsHold, parseConditions, planRollover, rollOver } from '../../rollover.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'wait_for_active_shards'];

/** `POST /{alias|data stream}/_rollover[/{new index}]` */
export const rollover: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_rollover', '/:index/_rollover/:newIndex'],
  parameters: ['dry_run', 'include_type_name', ...WAITING],
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
    const facts = {
      ageMs: now.getTime() - plan.old.createdMs,
      counts: await store.writer.counts(plan.old.uuid),
    };
    const isDryRun = parameters.boolean('dry_run', false);
    const isRolled = conditionsHold(conditions, facts) && !isDryRun;
    if (isRolled) {
      await rollOver(store.indices, plan, { alias: name, request: indexRequest(body), now });
    }
    return ok({
      acknowledged: isRolled,
      shards_acknowledged: isRolled,
      old_index: plan.old.name,
      new_index: plan.newName,
      rolled_over: isRolled,
      dry_run: isDryRun,
      conditions: Object.fromEntries(
        conditions.map((one) => [`[${one.name}: ${one.value}]`, one.isMet(facts)]),
      ),
    });
  },
};

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
