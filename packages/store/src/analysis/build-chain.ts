import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { type Chain, filterSteps, type Named } from './analyzer.ts';
import { charFilterTypes } from './char-filters.ts';
import type { AnalysisLimits, BuildContext, ComponentType, TokenFilter } from './component.ts';
import { Options, type OptionValues, optionValues } from './options.ts';
import type { Definitions } from './read-definitions.ts';
import { refuse } from './refused.ts';
import { tokenFilterTypes } from './token-filters.ts';
import { tokenizerTypes } from './tokenizers.ts';

/** A component of a request: its name, or its definition. */
export type NameOrDefinition = string | OptionValues;

/** The steps of a chain, as a request or a setting names them. */
export interface ChainRequest {
  readonly charFilters: readonly NameOrDefinition[];
  readonly tokenizer: NameOrDefinition;
  readonly filters: readonly NameOrDefinition[];
}

/** Throws for a component that is not known. */
type NotFound = (kind: 'tokenizer' | 'filter' | 'char_filter', name: string) => never;

/** Builds chains of what an index defines and what is built in. */
export class ChainBuilder {
  readonly #definitions: Definitions;
  readonly #limits: AnalysisLimits;

  constructor(definitions: Definitions, limits: AnalysisLimits) {
    this.#definitions = definitions;
    this.#limits = limits;
  }

  build(request: ChainRequest, notFound: NotFound): Chain {
    const bare = this.#context([], () => []);
    const charFilters = request.charFilters.map((one) => {
      const { type, name, options } = this.#resolve(one, 'char_filter');
      refuse('char_filter', type);
      const found = charFilterTypes.get(type) ?? notFound('char_filter', nameOf(one));
      return named(name, found, options, bare);
    });
    const { type, name, options } = this.#resolve(request.tokenizer, 'tokenizer');
    refuse('tokenizer', type);
    const tokenizerType =
      tokenizerTypes.get(type) ?? notFound('tokenizer', nameOf(request.tokenizer));
    const tokenizer = named(name, tokenizerType, options, bare);
    const filters: Named<TokenFilter>[] = [];
    for (const one of request.filters) {
      const before: Chain = { charFilters, tokenizer, filters: [...filters] };
      filters.push(this.#buildFilter(one, before, notFound));
    }
    return { charFilters, tokenizer, filters };
  }

  #buildFilter(one: NameOrDefinition, before: Chain, notFound: NotFound): Named<TokenFilter> {
    const { type, name, options } = this.#resolve(one, 'filter');
    refuseRemoved(type);
    refuse('filter', type);
    const found = tokenFilterTypes.get(type) ?? notFound('filter', nameOf(one));
    const context: BuildContext = {
      limits: this.#limits,
      analyzeRule: (text) => filterSteps(before, text).at(-1)?.tokens ?? [],
      filter: (inner) => this.#buildFilter(inner, before, notFound).run,
    };
    return named(name, found, options, context);
  }

  /** Builds everything that is defined, so that what makes no sense is refused. */
  check(): void {
    const context = this.#context([], () => []);
    const kinds = [
      ['char_filter', charFilterTypes],
      ['tokenizer', tokenizerTypes],
      ['filter', tokenFilterTypes],
    ] as const;
    for (const [kind, types] of kinds) {
      for (const [name, values] of this.#definitions[kind]) {
        const type = typeOf(kind, name, values);
        refuseRemoved(type);
        refuse(kind, type);
        const found = types.get(type);
        if (found === undefined) {
          throw errors.illegalArgument(`Unknown ${kind} type [${type}] for [${name}]`);
        }
        found.build(new Options(values), context);
      }
    }
  }

  /** Whether a component changes characters only. */
  isNormalizing(one: NameOrDefinition, kind: 'filter' | 'char_filter'): boolean {
    const { type } = this.#resolve(one, kind);
    const types = kind === 'filter' ? tokenFilterTypes : charFilterTypes;
    const found = types.get(type);
    return found === undefined || found.isNormalizing === true;
  }

  #context(rule: ReturnType<BuildContext['analyzeRule']>, filter: TokenFilter): BuildContext {
    return {
      limits: this.#limits,
      analyzeRule: (text) =>
        text === ''
          ? rule
          : [{ term: text, start: 0, end: text.length, type: 'word', position: 0 }],
      filter: () => filter,
    };
  }

  /** A name stands for what the index defines, or for a type without options. */
  #resolve(one: NameOrDefinition, kind: 'tokenizer' | 'filter' | 'char_filter') {
    if (typeof one !== 'string') {
      const options = new Options(one);
      const type = options.text('type');
      if (type === undefined) {
        throw errors.illegalArgument(
          `Missing [type] setting for anonymous ${kind}: ${JSON.stringify(one)}`,
        );
      }
      return { type, name: `__anonymous__${type}`, options };
    }
    const values = this.#definitions[kind].get(one);
    return values === undefined
      ? { type: one, name: one, options: new Options({}) }
      : { type: String(values.type), name: one, options: new Options(values) };
  }
}

/** A step that is built. */
function named<T>(
  name: string,
  type: ComponentType<T>,
  options: Options,
  context: BuildContext,
): Named<T> {
  const run = type.build(options, context);
  return type.isNormalizing === true ? { name, run, isNormalizing: true } : { name, run };
}

/** What a component is called. */
export const nameOf = (one: NameOrDefinition): string =>
  typeof one === 'string' ? one : String(one.type);

function typeOf(kind: string, name: string, values: OptionValues): string {
  if (values.type === undefined) {
    throw errors.illegalArgument(
      `${kind} [${name}] must specify either an analyzer type, or a tokenizer`,
    );
  }
  return String(values.type);
}

/** Names that Elasticsearch 7 took away, with what takes their place. */
function refuseRemoved(type: string): void {
  if (type === 'delimited_payload_filter') {
    throw errors.illegalArgument(
      '[delimited_payload_filter] is not supported for new indices, use [delimited_payload] instead',
    );
  }
}

/** A component of a request: a text, or an object with its type and options. */
export function nameOrDefinition(json: Json): NameOrDefinition {
  return isObject(json) ? optionValues(json) : jsonText(json);
}
