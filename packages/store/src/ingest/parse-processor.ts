import { LongshoreError } from '@longshore/common/errors';
import { parseCondition } from './condition.ts';
import { configurationError, type Place, withSuppressed } from './configuration-error.ts';
import { type IngestObject, type IngestValue, isIngestObject, member } from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';
import type { IngestServices, Processor } from './processor-type.ts';
import { PROCESSOR_TYPES } from './processor-types.ts';

/** `foreach` in `foreach`, `on_failure` in `on_failure`: recursion must end. */
const NESTING_MAX = 32;
const PROCESSORS_MAX = 10_000;
/** Mistakes that are told beside the first. */
const SUPPRESSED_MAX = 100;

const TYPES = new Map(PROCESSOR_TYPES.map((type) => [type.name, type]));

interface Parsing {
  readonly services: IngestServices;
  readonly depth: number;
}

/** Reads a list of processors, each `{type: {options}}`. */
export function parseProcessors(
  configs: readonly IngestValue[],
  services: IngestServices,
): readonly Processor[] {
  return parseList(configs, { services, depth: 0 });
}

function parseList(configs: readonly IngestValue[], parsing: Parsing): readonly Processor[] {
  if (configs.length > PROCESSORS_MAX) {
    throw configurationError(`a pipeline may have ${PROCESSORS_MAX} processors`, {});
  }
  const entries = configs.flatMap((config) => {
    if (!isIngestObject(config)) {
      throw configurationError(
        `property isn't a map, but of type [${javaType(config)}]`,
        {},
        'processors',
      );
    }
    return Object.entries(config);
  });
  return parseEach(entries, parsing);
}

/** The first mistake is told with those of the other processors: who writes a pipeline sees them at once. */
function parseEach(
  entries: readonly (readonly [string, IngestValue])[],
  parsing: Parsing,
): readonly Processor[] {
  const mistakes: LongshoreError[] = [];
  const processors = entries.flatMap(([type, options]) => {
    try {
      return [parseOne(type, options, parsing)];
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      mistakes.push(error);
      return [];
    }
  });
  const [first, ...others] = mistakes;
  if (first) {
    throw withSuppressed(first, others.slice(0, SUPPRESSED_MAX));
  }
  return processors;
}

function parseOne(name: string, given: IngestValue, parsing: Parsing): Processor {
  if (parsing.depth > NESTING_MAX) {
    throw configurationError(`processors are nested deeper than ${NESTING_MAX} levels`, {
      type: name,
    });
  }
  const config = readConfig(name, given);
  const tag = text(config, 'tag', { type: name });
  const place: Place = { type: name, tag };
  const type = TYPES.get(name);
  if (!type) {
    throw configurationError(`No processor type exists with name [${name}]`, place);
  }
  const inner = { ...parsing, depth: parsing.depth + 1 };
  const { if: condition, on_failure: onFailure, tag: _, description, ...rest } = config;
  const { ignore_failure: ignoreFailure = false, ...options } = rest;
  if (typeof ignoreFailure !== 'boolean') {
    throw misfit('boolean', 'ignore_failure', { value: ignoreFailure, place });
  }
  const run = type.create(options, {
    place,
    services: parsing.services,
    parse: (one) => parseSingle(one, inner, place),
  });
  return {
    type: name,
    tag,
    label: [name, ...(name === 'pipeline' ? [javaText(options.name ?? null)] : []), tag ?? []]
      .flat()
      .join(':'),
    description: description === undefined ? undefined : text(config, 'description', place),
    condition:
      condition === undefined ? undefined : parseCondition(condition, place, parsing.services),
    ignoresFailure: ignoreFailure,
    onFailure: onFailure === undefined ? [] : parseOnFailure(onFailure, inner, place),
    run,
  };
}

/** `script` and `drop` take a text or nothing for their options. */
function readConfig(type: string, given: IngestValue): IngestObject {
  if (isIngestObject(given)) {
    return given;
  }
  if (type === 'script' && typeof given === 'string') {
    return { source: given };
  }
  throw configurationError(
    `property isn't a map, but of type [${javaType(given)}]`,
    { type },
    type,
  );
}

function parseSingle(config: IngestValue, parsing: Parsing, place: Place): Processor {
  const isSingle = isIngestObject(config) && Object.keys(config).length === 1;
  if (!isSingle) {
    throw configurationError('Must specify exactly one processor type', place, 'processor');
  }
  const [processor] = parseList([config], parsing);
  if (!processor) {
    throw new Error('BUG: one configuration gave no processor');
  }
  return processor;
}

function parseOnFailure(given: IngestValue, parsing: Parsing, place: Place): readonly Processor[] {
  if (!Array.isArray(given)) {
    throw misfit('list', 'on_failure', { value: given, place });
  }
  if (given.length === 0) {
    throw configurationError('processors list cannot be empty', place, 'on_failure');
  }
  return parseList(given, parsing);
}

function text(config: IngestObject, key: string, place: Place): string | undefined {
  const value = member(config, key);
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw misfit('string', key, { value, place });
  }
  return value;
}

const misfit = (
  what: string,
  key: string,
  { value, place }: { value: IngestValue; place: Place },
) => configurationError(`property isn't a ${what}, but of type [${javaType(value)}]`, place, key);
