import { LongshoreError } from '@longshore/common/errors';
import { ok, type RestAnswer, type RestRequest, type RestRoute } from '../route.ts';

const TIMES = ['master_timeout', 'cluster_manager_timeout'];
const UNUSED = [...TIMES, 'local'];
const READS = [...UNUSED, 'ignore_unavailable'];
const SHOWN = [
  ...['after', 'from_sort_value', 'include_repository', 'index_details', 'index_names', 'offset'],
  ...['order', 'size', 'slm_policy_filter', 'sort', 'verbose'],
];
const NONE = 'There are no repositories, and none can be registered.';

/** Names that mean all repositories, of which there are none. */
function meansAll(names: string): boolean {
  return names.split(',').every((name) => name === '_all' || name.includes('*'));
}

/** Throws unless a request is for all repositories, or for those of these names that there are. */
export function refuseRepository({ part, parameters }: RestRequest): void {
  const names = part('repository') ?? '_all';
  if (!meansAll(names) && !parameters.boolean('ignore_unavailable', false)) {
    throw missing(names);
  }
}

const missing = (name: string): LongshoreError =>
  new LongshoreError('repository_missing_exception', 404, `[${name}] missing`);

/** What is done with a repository that is not there. */
const refuse = async ({ part }: RestRequest): Promise<RestAnswer> => {
  throw missing(part('repository') ?? '');
};

/** `GET /_snapshot[/{repository}]` */
const getRepository: RestRoute = {
  methods: ['GET'],
  paths: ['/_snapshot', '/_snapshot/:repository'],
  parameters: READS,
  ignored: UNUSED,
  partly: NONE,
  handle: async (request) => {
    refuseRepository(request);
    return ok({});
  },
};

/** `PUT /_snapshot/{repository}` */
const putRepository: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_snapshot/:repository'],
  parameters: [...TIMES, 'timeout', 'verify'],
  ignored: [...TIMES, 'timeout', 'verify'],
  partly: 'Refused: there are no snapshots.',
  handle: async ({ part }) => {
    throw new LongshoreError(
      'repository_exception',
      400,
      `[${part('repository')}] there are no snapshots here; to keep a copy, stop the store and copy the folder [path.data], or copy indices to another cluster with its [_reindex]`,
    );
  },
};

/** `DELETE /_snapshot/{repository}` */
const deleteRepository: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_snapshot/:repository'],
  parameters: [...TIMES, 'timeout'],
  ignored: [...TIMES, 'timeout'],
  partly: NONE,
  handle: refuse,
};
const checkRepository: RestRoute = {
  ...deleteRepository,
  methods: ['POST'],
  paths: ['/_snapshot/:repository/_verify', '/_snapshot/:repository/_cleanup'],
};

/** `GET /_snapshot/{repository}/{snapshot}` */
const getSnapshot: RestRoute = {
  methods: ['GET'],
  paths: ['/_snapshot/:repository/:snapshot'],
  parameters: [...READS, ...SHOWN],
  ignored: [...UNUSED, ...SHOWN],
  partly: NONE,
  handle: async (request) => {
    refuseRepository(request);
    return ok({ snapshots: [], total: 0, remaining: 0 });
  },
};

/** `GET /_snapshot[/{repository}[/{snapshot}]]/_status` */
const snapshotStatus: RestRoute = {
  methods: ['GET'],
  paths: [
    '/_snapshot/_status',
    '/_snapshot/:repository/_status',
    '/_snapshot/:repository/:snapshot/_status',
  ],
  parameters: READS,
  ignored: UNUSED,
  partly: NONE,
  handle: async (request) => {
    refuseRepository(request);
    return ok({ snapshots: [] });
  },
};

/** Making, deleting, copying and restoring snapshots, for which there is no repository. */
const changeSnapshot: RestRoute = {
  methods: ['PUT', 'POST', 'DELETE'],
  paths: ['/_snapshot/:repository/:snapshot'],
  parameters: [...TIMES, 'wait_for_completion'],
  ignored: [...TIMES, 'wait_for_completion'],
  partly: NONE,
  handle: refuse,
};
const restoreSnapshot: RestRoute = {
  ...changeSnapshot,
  methods: ['POST'],
  paths: ['/_snapshot/:repository/:snapshot/_restore'],
};
const cloneSnapshot: RestRoute = {
  ...changeSnapshot,
  methods: ['PUT'],
  paths: ['/_snapshot/:repository/:snapshot/_clone/:target'],
};

/** Snapshots and their repositories: there are none, and each API says so as Elasticsearch does. */
export const SNAPSHOT_ROUTES: readonly RestRoute[] = [
  changeSnapshot,
  checkRepository,
  cloneSnapshot,
  deleteRepository,
  getRepository,
  getSnapshot,
  putRepository,
  restoreSnapshot,
  snapshotStatus,
];
