import { errors, type LongshoreError } from '@longshore/common/errors';
import { type LifecyclePolicy, readPolicy } from '../../index/lifecycle-policy.ts';
import { policyName } from '../../lifecycle/position.ts';
import { readObject, requireObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

const WAITING = ['timeout', 'master_timeout'];

/** `PUT /_ilm/policy/{name}` */
export const putPolicy: RestRoute = {
  methods: ['PUT'],
  paths: ['/_ilm/policy/:name'],
  parameters: WAITING,
  ignored: WAITING,
  partly:
    'Of `allocate` only `number_of_replicas` does something; `shrink` changes the number of shards, whatever size they have; `unfollow`, `migrate` and `freeze` do nothing. Snapshots and downsampling are refused.',
  handle: async (request, { catalog }) => {
    const { policy, ...others } = requireObject(request.body);
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) {
      throw errors.unknownField('put_lifecycle_request', unknown);
    }
    const name = request.part('name') ?? '';
    checkPolicyName(name);
    catalog.policies.put(name, readPolicy(policy), Date.now());
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET /_ilm/policy/{name}` */
export const getPolicy: RestRoute = {
  methods: ['GET'],
  paths: ['/_ilm/policy', '/_ilm/policy/:name'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async ({ part }, store) => {
    const name = part('name') ?? '*';
    const found = store.catalog.policies.find(name);
    if (found.length === 0 && !name.includes('*')) {
      throw policyMissing(name);
    }
    return ok(
      Object.fromEntries(found.map(([one, policy]) => [one, showPolicy(store, one, policy)])),
    );
  },
};

/** `DELETE /_ilm/policy/{name}`: not while an index has it. */
export const deletePolicy: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_ilm/policy/:name'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async ({ part }, store) => {
    const name = part('name') ?? '';
    if (store.catalog.policies.get(name) === undefined) {
      throw policyMissing(name);
    }
    const { indices } = usersOf(store, name);
    if (indices.length > 0) {
      throw errors.illegalArgument(
        `Cannot delete policy [${name}]. It is in use by one or more indices: [${indices.join(', ')}]`,
      );
    }
    store.catalog.policies.remove(name);
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET /_ilm/status` */
export const lifecycleStatus: RestRoute = {
  methods: ['GET'],
  paths: ['/_ilm/status'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async (_request, { catalog }) =>
    ok({ operation_mode: catalog.policies.isStopped ? 'STOPPED' : 'RUNNING' }),
};

/** `POST /_ilm/start` */
export const startPolicies: RestRoute = switchRoute('start', false);
/** `POST /_ilm/stop`: survives a restart. */
export const stopPolicies: RestRoute = switchRoute('stop', true);

function switchRoute(verb: string, isStopped: boolean): RestRoute {
  return {
    methods: ['POST'],
    paths: [`/_ilm/${verb}`],
    parameters: WAITING,
    ignored: WAITING,
    handle: async ({ body }, { catalog }) => {
      readObject(body, []);
      catalog.policies.isStopped = isStopped;
      await catalog.sync();
      return ok({ acknowledged: true });
    },
  };
}

function showPolicy(store: Store, name: string, { version, modifiedMs, policy }: LifecyclePolicy) {
  return {
    version,
    modified_date: new Date(modifiedMs).toISOString(),
    policy,
    in_use_by: usersOf(store, name),
  };
}

function usersOf({ catalog }: Store, name: string) {
  const indices = catalog.entries().filter((entry) => policyName(entry) === name);
  const streams = catalog
    .dataStreams()
    .filter(({ indices: backing }) => indices.some((entry) => entry.name === backing.at(-1)));
  const templates = catalog.templates
    .indexTemplates('*')
    .filter(
      ([template]) => catalog.templates.settingsOf(template)['index.lifecycle.name'] === name,
    );
  return {
    indices: indices.map((entry) => entry.name).sort(),
    data_streams: streams.map((stream) => stream.name),
    composable_templates: templates.map(([template]) => template),
  };
}

const NAME_BYTES_MAX = 255;

function checkPolicyName(name: string): void {
  if (/[\s,]/.test(name) || name.startsWith('_')) {
    throw errors.illegalArgument(
      `invalid policy name [${name}]: must not start with '_' and must not contain ',' or spaces`,
    );
  }
  if (Buffer.byteLength(name) > NAME_BYTES_MAX) {
    throw errors.illegalArgument(
      `invalid policy name [${name}]: name is too long, (${Buffer.byteLength(name)} > ${NAME_BYTES_MAX})`,
    );
  }
}

function policyMissing(name: string): LongshoreError {
  return errors.resourceNotFound(`Lifecycle policy not found: ${name}`);
}
