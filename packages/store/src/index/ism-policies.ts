import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { decide } from '../write/versions.ts';
import { nameMatcher } from './expression.ts';
import { patternsOverlap } from './patterns.ts';
import type { StateStore } from './state-store.ts';

const POLICY = 'ism/';
const SEQ_NO = 'ism_seq_no';

/** An ISM policy as it is kept: what a document of OpenSearch's configuration has. */
export interface IsmPolicy {
  readonly version: number;
  /** Counts all changes of all policies. */
  readonly seqNo: number;
  readonly policy: JsonObject;
}

/** The state that a policy has to be in to be changed; both, or none for one that is not there yet. */
export interface Expected {
  readonly ifSeqNo?: number;
  readonly ifPrimaryTerm?: number;
}

/** Policies of Index State Management by name; on disk after the next `sync`. */
export class IsmPolicies {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  get(id: string): IsmPolicy | undefined {
    const json = this.#state.get(POLICY + id);
    return json === undefined ? undefined : readKept(json);
  }

  /** All of them, by name. */
  list(): readonly (readonly [string, IsmPolicy])[] {
    return this.#state
      .entries(POLICY)
      .map(([key, json]) => [key.slice(POLICY.length), readKept(json)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Without the number of the one that is there it only makes a new one. Throws a conflict otherwise. */
  put(id: string, policy: JsonObject, expected: Expected): IsmPolicy {
    const before = this.get(id);
    const kind = expected.ifSeqNo === undefined ? 'create' : 'index';
    const decision = decide({ kind, id, ...expected }, before && { ...before, isDeleted: false });
    if (decision instanceof LongshoreError) {
      throw decision;
    }
    this.#refuseOverlap(id, policy);
    const kept = { version: decision.version, seqNo: this.#nextSeqNo(), policy };
    this.#state.put(POLICY + id, kept);
    return kept;
  }

  /** Gives the version and number of the removal. Indices that have the policy go on with what it was. */
  remove(id: string): Omit<IsmPolicy, 'policy'> | undefined {
    const before = this.get(id);
    if (before === undefined) {
      return undefined;
    }
    this.#state.remove(POLICY + id);
    return { version: before.version + 1, seqNo: this.#nextSeqNo() };
  }

  /** The policy whose template wins for a new index: the one with the highest priority. */
  matching(name: string): string | undefined {
    const fitting = this.list().flatMap(([id, { policy }]) =>
      ismTemplatesOf(policy)
        .filter(({ patterns }) => patterns.some((pattern) => nameMatcher(pattern)(name)))
        .map(({ priority }) => ({ id, priority })),
    );
    return fitting.sort((a, b) => b.priority - a.priority)[0]?.id;
  }

  /** Two policies that would take the same index with the same priority. */
  #refuseOverlap(id: string, policy: JsonObject): void {
    const others = this.list().filter(([other]) => other !== id);
    for (const { patterns, priority } of ismTemplatesOf(policy)) {
      for (const [other, { policy: known }] of others) {
        const rival = ismTemplatesOf(known).find(
          (one) => one.priority === priority && overlap(one.patterns, patterns),
        );
        if (rival) {
          throw errors.illegalArgument(
            `New policy ${id} has an ISM template with index pattern [${patterns}] matching existing policy templates policy [${other}] => [${rival.patterns}], please use a different priority than ${priority}`,
          );
        }
      }
    }
  }

  #nextSeqNo(): number {
    const last = this.#state.get(SEQ_NO);
    const next = typeof last === 'number' ? last + 1 : 0;
    this.#state.put(SEQ_NO, next);
    return next;
  }
}

/** Which new indices a policy takes. */
interface IsmTemplate {
  readonly patterns: readonly string[];
  readonly priority: number;
}

/** Templates of a policy that was checked. */
function ismTemplatesOf({ ism_template: templates }: JsonObject): readonly IsmTemplate[] {
  return (Array.isArray(templates) ? templates : []).filter(isObject).map((template) => ({
    patterns: Array.isArray(template.index_patterns) ? template.index_patterns.map(String) : [],
    priority: Number(template.priority ?? 0),
  }));
}

const overlap = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.some((other) => patternsOverlap(one, other)));

function readKept(json: Json): IsmPolicy {
  const { version, seqNo, policy } = isObject(json) ? json : {};
  if (typeof version !== 'number' || typeof seqNo !== 'number' || !isObject(policy)) {
    throw new Error('BUG: the state of an ISM policy is not one');
  }
  return { version, seqNo, policy };
}
