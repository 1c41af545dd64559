import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { openDecimalFormat } from '../decimal-format.ts';
import type { ObjectReader } from '../read-object.ts';
import type { Answer, GapPolicy } from './pipeline-plan.ts';

/** What most pipelines have. */
export interface PipelineSpec {
  readonly path: string;
  readonly gapPolicy: GapPolicy;
  readonly write: WriteValue;
}

/** Makes `{value}`, with `value_as_string` where the request has a format; `name` is that of the member. */
export type WriteValue = (value: number, name?: string) => Answer;

const GAP_POLICIES: readonly GapPolicy[] = ['insert_zeros', 'skip', 'keep_values'];

/** Reads `buckets_path` with one path, `gap_policy` and `format`. */
export function readPipeline(reader: ObjectReader): PipelineSpec {
  return { path: readPath(reader), gapPolicy: readGapPolicy(reader), write: readFormat(reader) };
}

/** `gap_policy`, or `skip`. */
export function readGapPolicy(reader: ObjectReader): GapPolicy {
  const given = reader.optionalString('gap_policy');
  const policy = GAP_POLICIES.find((one) => one === (given ?? 'skip').toLowerCase());
  if (policy === undefined) {
    throw errors.parsing(
      `Invalid gap policy: [${given}], accepted values: [${GAP_POLICIES.join(', ')}]`,
      'gap_policy',
    );
  }
  return policy;
}

/** `format` as a pattern of digits. */
export function readFormat(reader: ObjectReader): WriteValue {
  const pattern = reader.optionalString('format');
  const format = pattern === undefined ? undefined : openDecimalFormat(pattern);
  return (value, name = 'value') => {
    if (!Number.isFinite(value)) {
      return { [name]: null };
    }
    return format === undefined
      ? { [name]: value }
      : { [name]: value, [`${name}_as_string`]: format(value) };
  };
}

function readPath(reader: ObjectReader): string {
  const paths = [...readPaths(reader).values()];
  const [path, second] = paths;
  if (path === undefined || second !== undefined) {
    throw errors.validation(
      `1: buckets_path must contain a single entry for aggregation [${reader.name}];`,
    );
  }
  return path;
}

/** `buckets_path`: one path, a list, or an object of paths by the names that scripts call them. */
export function readPaths(reader: ObjectReader): ReadonlyMap<string, string> {
  const given = reader.json('buckets_path');
  if (given === undefined || given === null) {
    throw errors.parsing(
      `Missing required field [buckets_path] for ${reader.name} aggregation`,
      reader.name,
    );
  }
  if (Array.isArray(given)) {
    return new Map(given.map((path: Json, i) => [`_value${i}`, pathText(path)]));
  }
  return isObject(given)
    ? new Map(Object.entries(given).map(([name, path]) => [name, pathText(path)]))
    : new Map([['_value', pathText(given)]]);
}

function pathText(given: Json): string {
  if (typeof given !== 'string' || given === '') {
    throw errors.parsing(
      `[buckets_path] must be a path such as [histogram>metric], but found [${jsonText(given)}]`,
      'buckets_path',
    );
  }
  return given;
}
