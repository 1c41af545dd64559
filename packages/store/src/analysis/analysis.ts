import { errors } from '@longshore/common/errors';
import { type Analyzer, chainAnalyzer } from './analyzer.ts';
import { ANALYZERS, type ChainSpec } from './analyzers.ts';
import { ChainBuilder, type ChainRequest, type NameOrDefinition, nameOf } from './build-chain.ts';
import type { AnalysisLimits } from './component.ts';
import { Options, type OptionValues } from './options.ts';
import type { Definitions } from './read-definitions.ts';
import { refuse } from './refused.ts';

/** What the settings of one index define, on top of what is built in. */
export class Analysis {
  readonly #chains: ChainBuilder;
  readonly #analyzers = new Map<string, Analyzer>();
  readonly #normalizers = new Map<string, Analyzer>();

  /** Builds everything that is defined, so that what makes no sense is refused when an index is made. */
  constructor(definitions: Definitions, limits: AnalysisLimits) {
    this.#chains = new ChainBuilder(definitions, limits);
    this.#chains.check();
    for (const [name, values] of definitions.analyzer) {
      this.#analyzers.set(name, this.#buildAnalyzer(name, values));
    }
    for (const [name, values] of definitions.normalizer) {
      this.#normalizers.set(name, this.#buildNormalizer(name, values));
    }
  }

  /** An analyzer of the index, or one that is built in. */
  analyzer(name: string): Analyzer | undefined {
    const known = this.#analyzers.get(name);
    if (known !== undefined) {
      return known;
    }
    const type = Object.hasOwn(ANALYZERS, name === 'default' ? 'standard' : name);
    if (!type) {
      refuse('analyzer', name);
      return undefined;
    }
    const built = this.#builtIn(name, name === 'default' ? 'standard' : name, new Options({}));
    this.#analyzers.set(name, built);
    return built;
  }

  /** What fields are analyzed with that name no analyzer: `analyzer.default`, or the standard one. */
  get default(): Analyzer {
    const found = this.analyzer('default');
    if (found === undefined) {
      throw new Error('BUG: there is no standard analyzer');
    }
    return found;
  }

  /** What the texts of queries are analyzed with, if neither query nor field says so. */
  get defaultSearch(): Analyzer | undefined {
    return this.#analyzers.get('default_search');
  }

  /** A normalizer of the index; `lowercase` is built in. */
  normalizer(name: string): Analyzer | undefined {
    const known = this.#normalizers.get(name);
    return known ?? (name === 'lowercase' ? this.requestNormalizer(['lowercase'], []) : undefined);
  }

  /** The chain of a request to `_analyze`. */
  requestChain(request: ChainRequest, isOfIndex: boolean): Analyzer {
    const chain = this.#chains.build(request, (kind, name) => {
      throw errors.illegalArgument(
        `failed to find ${isOfIndex ? '' : 'global '}${kind} under [${name}]`,
      );
    });
    return chainAnalyzer('__custom__', chain, { isCustom: true });
  }

  /** The same without a tokenizer: only what changes characters may be in it. */
  requestNormalizer(
    filters: readonly NameOrDefinition[],
    charFilters: readonly NameOrDefinition[],
  ): Analyzer {
    const given: readonly (readonly [NameOrDefinition, 'filter' | 'char_filter'])[] = [
      ...charFilters.map((one) => [one, 'char_filter'] as const),
      ...filters.map((one) => [one, 'filter'] as const),
    ];
    for (const [one, kind] of given) {
      if (!this.#chains.isNormalizing(one, kind)) {
        throw errors.illegalArgument(
          `Custom normalizer may not use ${kind === 'filter' ? 'filter' : 'char filter'} [${nameOf(one)}]`,
        );
      }
    }
    return this.requestChain({ charFilters, filters, tokenizer: 'keyword' }, false);
  }

  #buildAnalyzer(name: string, values: OptionValues): Analyzer {
    const options = new Options(values);
    const type = options.text('type') ?? (options.has('tokenizer') ? 'custom' : undefined);
    if (type === undefined) {
      throw errors.illegalArgument(
        `analyzer [${name}] must specify either an analyzer type, or a tokenizer`,
      );
    }
    if (type !== 'custom') {
      refuse('analyzer', type);
      if (!Object.hasOwn(ANALYZERS, type)) {
        throw errors.illegalArgument(`Unknown analyzer type [${type}] for [${name}]`);
      }
      return this.#builtIn(name, type, options);
    }
    const tokenizer = options.text('tokenizer');
    if (tokenizer === undefined) {
      throw errors.illegalArgument(`analyzer [${name}] must be configured with a tokenizer`);
    }
    const chain = this.#chains.build(
      {
        tokenizer,
        charFilters: options.list('char_filter') ?? [],
        filters: options.list('filter') ?? [],
      },
      (kind, missing) => {
        throw errors.illegalArgument(
          `Custom Analyzer [${name}] failed to find ${kind} under name [${missing}]`,
        );
      },
    );
    const positionGap = options.integer(
      'position_increment_gap',
      chainAnalyzer('', chain).positionGap,
    );
    return chainAnalyzer(name, chain, { isCustom: true, positionGap });
  }

  #buildNormalizer(name: string, values: OptionValues): Analyzer {
    const options = new Options(values);
    const type = options.text('type') ?? 'custom';
    if (type === 'lowercase') {
      return this.requestNormalizer(['lowercase'], []);
    }
    if (type !== 'custom') {
      throw errors.illegalArgument(`Unknown normalizer type [${type}] for [${name}]`);
    }
    if (options.has('tokenizer')) {
      throw errors.illegalArgument(`Custom normalizer [${name}] cannot configure a tokenizer`);
    }
    const filters = options.list('filter') ?? [];
    const charFilters = options.list('char_filter') ?? [];
    const chain = this.#chains.build(
      { tokenizer: 'keyword', filters, charFilters },
      (kind, missing) => {
        throw errors.illegalArgument(
          `Custom normalizer [${name}] failed to find ${kind} under name [${missing}]`,
        );
      },
    );
    const other = filters.find((filter) => !this.#chains.isNormalizing(filter, 'filter'));
    const otherChar = charFilters.find(
      (filter) => !this.#chains.isNormalizing(filter, 'char_filter'),
    );
    if (other !== undefined || otherChar !== undefined) {
      const kind = other === undefined ? 'char_filter' : 'filter';
      throw errors.illegalArgument(
        `Custom normalizer [${name}] may not use ${kind} [${other ?? otherChar}]`,
      );
    }
    return chainAnalyzer(name, chain, { isCustom: true });
  }

  #builtIn(name: string, type: string, options: Options): Analyzer {
    const spec: ChainSpec | undefined = ANALYZERS[type]?.(options);
    if (spec === undefined) {
      throw new Error(`BUG: there is no analyzer [${type}]`);
    }
    const definition = ({ type: step, options: values }: ChainSpec['tokenizer']) => ({
      ...values,
      type: step,
    });
    const chain = this.#chains.build(
      {
        charFilters: [],
        tokenizer: definition(spec.tokenizer),
        filters: spec.filters.map(definition),
      },
      (kind, missing) => {
        throw new Error(`BUG: the analyzer [${type}] needs the ${kind} [${missing}]`);
      },
    );
    const isStandard =
      type === 'standard' && !options.has('stopwords') && !options.has('max_token_length');
    return chainAnalyzer(name, chain, { isStandard });
  }
}
