import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { IndexCounts } from '../../write/writer.ts';
import { parseAge, parseSize } from '../units.ts';
import { only, whole } from './checks.ts';

/** What conditions of transitions are about. */
export interface TransitionFacts {
  readonly ageMs: number;
  /** Undefined before its rollover. */
  readonly rolloverAgeMs: number | undefined;
  readonly counts: Pick<IndexCounts, 'documents' | 'sizeBytes'>;
}

interface Condition {
  read(name: string, value: Json): number;
  of(facts: TransitionFacts): number | undefined;
}

const CONDITIONS: Readonly<Record<string, Condition>> = {
  min_doc_count: {
    read: (name, value) => whole(name, { [name]: value }, 1),
    of: ({ counts }) => counts.documents,
  },
  min_index_age: { read: parseAge, of: ({ ageMs }) => ageMs },
  min_rollover_age: { read: parseAge, of: ({ rolloverAgeMs }) => rolloverAgeMs },
  min_size: { read: parseSize, of: ({ counts }) => counts.sizeBytes },
};

/** Checks a transition and gives it as it is shown. */
export function readTransition(json: Json): JsonObject {
  if (!isObject(json)) {
    throw errors.illegalArgument(`a transition must be an object, but is [${jsonText(json)}]`);
  }
  only('a transition', json, ['state_name', 'conditions']);
  const { state_name: name, conditions } = json;
  if (typeof name !== 'string' || name === '') {
    throw errors.illegalArgument('a transition needs the [state_name] that it leads to');
  }
  if (conditions === undefined || conditions === null) {
    return { state_name: name };
  }
  if (!isObject(conditions)) {
    throw errors.illegalArgument('[conditions] of a transition must be an object');
  }
  if (conditions.cron !== undefined) {
    throw errors.illegalArgument(
      'the condition [cron] of a transition is not supported; give [min_index_age] or [min_rollover_age] instead',
    );
  }
  const given = Object.entries(conditions);
  if (given.length > 1) {
    throw errors.illegalArgument('Cannot provide more than one Transition condition');
  }
  for (const [condition, value] of given) {
    only('conditions of a transition', { [condition]: value }, Object.keys(CONDITIONS));
    CONDITIONS[condition]?.read(condition, value);
  }
  return { state_name: name, conditions };
}

/** The state that the first of the transitions leads to whose condition holds; one without a condition always does. */
export function nextState(
  transitions: readonly JsonObject[],
  facts: TransitionFacts,
): string | undefined {
  const found = transitions.find(({ conditions }) =>
    Object.entries(isObject(conditions) ? conditions : {}).every(([name, value]) => {
      const condition = CONDITIONS[name];
      const fact = condition?.of(facts);
      return fact !== undefined && condition !== undefined && fact >= condition.read(name, value);
    }),
  );
  return found && String(found.state_name);
}
