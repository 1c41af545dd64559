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
  /** Since it came into its state. */
  readonly stateAgeMs: number;
  readonly hasAlias: boolean;
  readonly counts: Pick<IndexCounts, 'documents' | 'sizeBytes'>;
}

interface Condition {
  /** Throws for a value that it cannot have. */
  check(name: string, value: Json): void;
  holds(name: string, value: Json, facts: TransitionFacts): boolean;
}

/** Holds when a figure has reached the value; never where there is none. */
function atLeast(
  read: (name: string, value: Json) => number,
  of: (facts: TransitionFacts) => number | undefined,
): Condition {
  return {
    check: read,
    holds: (name, value, facts) => (of(facts) ?? Number.NEGATIVE_INFINITY) >= read(name, value),
  };
}

const CONDITIONS: Readonly<Record<string, Condition>> = {
  min_doc_count: atLeast(
    (name, value) => whole(name, { [name]: value }, 1),
    ({ counts }) => counts.documents,
  ),
  min_index_age: atLeast(parseAge, ({ ageMs }) => ageMs),
  min_rollover_age: atLeast(parseAge, ({ rolloverAgeMs }) => rolloverAgeMs),
  min_size: atLeast(parseSize, ({ counts }) => counts.sizeBytes),
  min_state_age: atLeast(parseAge, ({ stateAgeMs }) => stateAgeMs),
  no_alias: {
    check: (name, value) => {
      if (typeof value !== 'boolean') {
        throw errors.illegalArgument(
          `[${name}] must be [true] or [false], but is [${jsonText(value)}]`,
        );
      }
    },
    holds: (_name, value, { hasAlias }) => value !== hasAlias,
  },
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
    CONDITIONS[condition]?.check(condition, value);
  }
  return { state_name: name, conditions };
}

/** The state that the first of the transitions leads to whose condition holds; one without a condition always does. */
export function nextState(
  transitions: readonly JsonObject[],
  facts: TransitionFacts,
): string | undefined {
  const found = transitions.find(({ conditions }) =>
    Object.entries(isObject(conditions) ? conditions : {}).every(
      ([name, value]) => CONDITIONS[name]?.holds(name, value, facts) === true,
    ),
  );
  return found && String(found.state_name);
}
