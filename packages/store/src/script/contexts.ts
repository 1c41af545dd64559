import { errors } from '@longshore/common/errors';
import { MOVING_FUNCTIONS } from './classes/moving-functions.ts';
import type { Statics } from './method.ts';

/** Where scripts are run, with the names that they are given there and what they give. */
interface ScriptContext {
  readonly bindings: readonly string[];
  readonly returns: string;
  /** Functions that only its scripts can call. */
  readonly statics?: Statics;
}

const DOC = ['params', 'doc'];

/** Scripts compile against one of these; what a context does not bind is a compile error. */
const CONTEXTS: ReadonlyMap<string, ScriptContext> = new Map([
  ['aggregation_selector', { bindings: ['params'], returns: 'boolean' }],
  ['aggs', { bindings: [...DOC, '_score', '_value'], returns: 'java.lang.Object' }],
  ['bucket_aggregation', { bindings: ['params'], returns: 'java.lang.Number' }],
  ['boolean_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  ['date_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  ['double_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  ['field', { bindings: DOC, returns: 'java.lang.Object' }],
  ['filter', { bindings: DOC, returns: 'boolean' }],
  ['ingest', { bindings: ['params', 'ctx'], returns: 'void' }],
  ['ip_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  ['keyword_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  ['long_field', { bindings: [...DOC, 'emit'], returns: 'void' }],
  [
    'moving-function',
    { bindings: ['params', 'values'], returns: 'double', statics: MOVING_FUNCTIONS },
  ],
  ['number_sort', { bindings: [...DOC, '_score'], returns: 'double' }],
  ['painless_test', { bindings: ['params'], returns: 'java.lang.Object' }],
  ['processor_conditional', { bindings: ['params', 'ctx'], returns: 'boolean' }],
  ['score', { bindings: [...DOC, '_score'], returns: 'double' }],
  ['string_sort', { bindings: [...DOC, '_score'], returns: 'java.lang.String' }],
  ['terms_set', { bindings: DOC, returns: 'java.lang.Number' }],
  ['update', { bindings: ['params', 'ctx'], returns: 'void' }],
]);

/** All contexts by name, in the order of their names. */
export const contextNames = (): readonly string[] => [...CONTEXTS.keys()].sort();

/** What a context is; refuses a name that is none. */
export function scriptContext(name: string): ScriptContext {
  const context = CONTEXTS.get(name);
  if (!context) {
    throw errors.illegalArgument(`Unknown context [${name}]`);
  }
  return context;
}
