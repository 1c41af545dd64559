import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import { parseAliases } from '../../index/aliases.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { parseIndexSettings } from '../../index/index-settings.ts';
import { ismSetting } from '../../index/ism-attachment.ts';
import { parseConditions } from '../../rollover.ts';
import type { AliasChange } from '../changed-aliases.ts';
import type { Step } from '../step.ts';
import { only, whole } from './checks.ts';

/** An action of a state: how its options are read, what it does, and what the step is called that does it. */
interface IsmAction {
  readonly step: string;
  /** Throws for what is no option; gives them as they are shown. */
  read(options: JsonObject): JsonObject;
  plan(options: JsonObject, entry: Pick<IndexEntry, 'settings'>): Step;
}

const ROLLOVER_ALIAS = 'index.plugins.index_state_management.rollover_alias';

/** What a rollover waits for, in the words of `_rollover`. Any of them suffices. */
const ROLLOVER_CONDITIONS: Readonly<Record<string, string>> = {
  min_doc_count: 'max_docs',
  min_index_age: 'max_age',
  min_primary_shard_size: 'max_primary_shard_size',
  min_size: 'max_size',
};

/** Actions by name. */
export const ISM_ACTIONS: Readonly<Record<string, IsmAction>> = {
  alias: {
    step: 'attempt_alias',
    read: (options) => {
      only('alias', options, ['actions']);
      aliasChanges(options);
      return options;
    },
    plan: (options) => ({ kind: 'change', aliases: aliasChanges(options) }),
  },
  close: plain('close', 'attempt_close', { kind: 'change', isClosed: true }),
  delete: plain('delete', 'attempt_delete', { kind: 'delete' }),
  force_merge: {
    step: 'attempt_call_force_merge',
    read: (options) => {
      only('force_merge', options, [
        ...['max_num_segments', 'wait_for_completion', 'task_execution_timeout'],
      ]);
      return { ...options, max_num_segments: whole('max_num_segments', options, 1) };
    },
    plan: () => ({ kind: 'change', merges: true, settings: { 'index.blocks.write': 'true' } }),
  },
  index_priority: numbered('index_priority', 'priority', 'index.priority'),
  open: plain('open', 'attempt_open', { kind: 'change', isClosed: false }),
  read_only: plain('read_only', 'set_read_only', {
    kind: 'change',
    settings: { 'index.blocks.write': 'true' },
  }),
  read_write: plain('read_write', 'set_read_write', {
    kind: 'change',
    settings: { 'index.blocks.write': 'false' },
  }),
  replica_count: numbered('replica_count', 'number_of_replicas', 'index.number_of_replicas'),
  rollover: {
    step: 'attempt_rollover',
    read: (options) => {
      only('rollover', options, [...Object.keys(ROLLOVER_CONDITIONS), 'copy_alias']);
      parseConditions(rolloverConditions(options));
      if (options.copy_alias !== undefined && typeof options.copy_alias !== 'boolean') {
        throw errors.illegalArgument(
          `[copy_alias] must be [true] or [false], but is [${jsonText(options.copy_alias)}]`,
        );
      }
      const count = options.min_doc_count;
      return {
        ...options,
        ...(count === undefined || count === null ? {} : { min_doc_count: jsonNumber(count) }),
        copy_alias: options.copy_alias === true,
      };
    },
    plan: (options, entry) => ({
      kind: 'rollover',
      aliasSetting: ROLLOVER_ALIAS,
      alias: ismSetting(entry, 'rollover_alias') ?? '',
      conditions: rolloverConditions(options),
      copiesAliases: options.copy_alias === true,
    }),
  },
};

/** Of OpenSearch, and not here, with the reason. */
export const ISM_LACKING: Readonly<Record<string, string>> = {
  allocation: 'there is one node, and nowhere to move an index to',
  convert_index_to_remote: 'there are no snapshots',
  custom: 'there are no plug-ins',
  notification: 'the store sends no messages; make a watch that looks at the index instead',
  rollup: 'there are no rollups',
  search_only: 'there are no search replicas',
  shrink:
    'an index is one table whatever its number of shards: there would be no second index, and a state that deletes the first would delete its documents',
  snapshot: 'there are no snapshots',
  stop_replication: 'there is no replication',
  transform: 'there are no transforms',
};

/** Aliases and filters that the actions of a policy would set; of each action one object. */
export function aliasChanges({ actions }: JsonObject): readonly AliasChange[] {
  if (!Array.isArray(actions) || actions.length === 0) {
    throw errors.illegalArgument('the action [alias] needs a list of [actions]');
  }
  return actions.map((action) => {
    const [[kind = '', options] = []] = Object.entries(isObject(action) ? action : {});
    if ((kind !== 'add' && kind !== 'remove') || !isObject(options)) {
      throw errors.illegalArgument(
        `Only ADD and REMOVE actions are allowed in the action [alias], each an object, but there is [${kind}]`,
      );
    }
    return kind === 'add' ? added(options) : { add: {}, remove: aliasNames(options) };
  });
}

function added({ alias, aliases, ...options }: JsonObject): AliasChange {
  const named = aliasNames({ alias: alias ?? null, aliases: aliases ?? null, ...options });
  const { index: _index, indices: _indices, ...rest } = options;
  return { add: parseAliases(Object.fromEntries(named.map((name) => [name, rest]))), remove: [] };
}

function aliasNames({ alias, aliases, index, indices }: JsonObject): readonly string[] {
  if (index !== undefined || indices !== undefined) {
    throw errors.illegalArgument(
      "Alias action can only work on its applied index so don't accept index/indices parameter.",
    );
  }
  const given = alias ?? aliases;
  const names = (Array.isArray(given) ? given : [given]).filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
  if (names.length === 0) {
    throw errors.illegalArgument('an action of [alias] needs the name of an [alias], or [aliases]');
  }
  return names;
}

function rolloverConditions(options: JsonObject): JsonObject {
  const given = Object.entries(ROLLOVER_CONDITIONS).flatMap(([ours, theirs]) => {
    const value = options[ours];
    return value === undefined || value === null ? [] : [[theirs, value] as const];
  });
  return Object.fromEntries(given);
}

/** An action without options. */
function plain(name: string, step: string, planned: Step): IsmAction {
  return {
    step,
    read: (options) => {
      only(name, options, []);
      return options;
    },
    plan: () => planned,
  };
}

/** An action that sets a setting to its number. */
function numbered(name: string, option: string, setting: string): IsmAction {
  return {
    step: `attempt_set_${name}`,
    read: (options) => {
      only(name, options, [option]);
      const number = whole(option, options, 0);
      parseIndexSettings({ [setting]: number });
      return { [option]: number };
    },
    plan: (options) => ({
      kind: 'change',
      settings: { [setting]: jsonText(options[option] ?? null) },
    }),
  };
}
