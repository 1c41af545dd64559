import { configurationError } from './configuration-error.ts';
import { type IngestObject, isIngestObject, isInteger, member, toNumber } from './ingest-value.ts';
import { javaType } from './java-text.ts';
import { parseProcessors } from './parse-processor.ts';
import type { IngestServices, Processor } from './processor-type.ts';

/** A pipeline, ready to run. */
export interface Pipeline {
  readonly id: string;
  readonly version: number | undefined;
  readonly processors: readonly Processor[];
  readonly onFailure: readonly Processor[];
}

const KNOWN: ReadonlySet<string> = new Set([
  '_meta',
  'deprecated',
  'description',
  'on_failure',
  'processors',
  'version',
]);

/** Reads the configuration of a pipeline; throws for whatever is wrong with it, in Elasticsearch's words. */
export function parsePipeline(
  id: string,
  config: IngestObject,
  services: IngestServices,
): Pipeline {
  const description = member(config, 'description') ?? '';
  if (typeof description !== 'string') {
    throw notA('string', 'description', description);
  }
  const version = readVersion(config);
  const meta = member(config, '_meta') ?? {};
  if (!isIngestObject(meta)) {
    throw notA('map', '_meta', meta);
  }
  const processors = member(config, 'processors');
  if (processors === undefined || processors === null) {
    throw configurationError('required property is missing', {}, 'processors');
  }
  const given = member(config, 'on_failure');
  const onFailure = given === undefined ? [] : readList(given, 'on_failure', services);
  if (given !== undefined && onFailure.length === 0) {
    throw configurationError(`pipeline [${id}] cannot have an empty on_failure option defined`, {});
  }
  const parsed = readList(processors, 'processors', services);
  const unknown = Object.keys(config).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) {
    throw configurationError(
      `pipeline [${id}] doesn't support one or more provided configuration parameters [${unknown.join(', ')}]`,
      {},
    );
  }
  return { id, version, processors: parsed, onFailure };
}

function readVersion(config: IngestObject): number | undefined {
  const version = member(config, 'version');
  if (version === undefined || version === null) {
    return undefined;
  }
  if (!isInteger(version)) {
    throw configurationError(
      `property cannot be converted to an int [${String(version)}]`,
      {},
      'version',
    );
  }
  return toNumber(version);
}

function readList(value: unknown, key: string, services: IngestServices): readonly Processor[] {
  if (!Array.isArray(value)) {
    throw notA('list', key, isIngestObject(value) ? value : String(value));
  }
  return parseProcessors(value, services);
}

const notA = (what: string, key: string, value: Parameters<typeof javaType>[0]) =>
  configurationError(`property isn't a ${what}, but of type [${javaType(value)}]`, {}, key);
