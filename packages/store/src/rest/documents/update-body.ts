import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type ExactJson,
  ExactNumber,
  type ExactObject,
  isExactObject,
  parseUnique,
  stringifyExact,
} from '../../index/exact-json.ts';
import { typeName } from '../../search/read-object.ts';
import { didYouMean } from '../did-you-mean.ts';
import { placedIn } from '../place-error.ts';
import type { Store } from '../route.ts';
import { type SourceFilter, sourceFilterOf } from './source-filter.ts';
import { readUpdateScript, type UpdateScript } from './update-script.ts';

/** The body of an update. */
export interface UpdateBody {
  /** Exactly one of both is there. */
  readonly doc: ExactObject | undefined;
  readonly script: UpdateScript | undefined;
  /** The script runs on `upsert` also when there is no document yet. */
  readonly isScriptedUpsert: boolean;
  readonly upsert: ExactObject | undefined;
  /** Which of its members insert a document that is not there. */
  readonly inserts: { readonly upsert: boolean; readonly docAsUpsert: boolean };
  readonly detectsNoop: boolean;
  readonly shown: SourceFilter | undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  'doc',
  'upsert',
  'doc_as_upsert',
  'detect_noop',
  'script',
  'scripted_upsert',
  '_source',
]);

/** Reads `{doc | script, upsert, doc_as_upsert, scripted_upsert, detect_noop, _source}`; errors say where they are. */
export function readUpdate(store: Store, bytes: Buffer): UpdateBody {
  if (bytes.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  const json = parseUnique(bytes);
  if (!isExactObject(json)) {
    throw errors.contentParse(
      `[1:1] [UpdateRequest] Expected START_OBJECT but was: ${tokenOf(json)}`,
    );
  }
  try {
    return bodyOf(store, json);
  } catch (error) {
    throw error instanceof LongshoreError ? placedIn(bytes, error) : error;
  }
}

function bodyOf(store: Store, json: ExactObject): UpdateBody {
  const unknown = Object.keys(json).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.unknownField('UpdateRequest', unknown, didYouMean(unknown, KNOWN));
  }
  const doc = objectMember(json, 'doc');
  const upsert = objectMember(json, 'upsert');
  const docAsUpsert = flag(json, 'doc_as_upsert', false);
  const { script } = json;
  checkCombination({ doc, script, docAsUpsert });
  return {
    doc,
    script: script === undefined ? undefined : readUpdateScript(json, store.catalog.scripts),
    isScriptedUpsert: flag(json, 'scripted_upsert', false),
    upsert: docAsUpsert ? doc : upsert,
    inserts: { upsert: upsert !== undefined, docAsUpsert },
    detectsNoop: flag(json, 'detect_noop', true),
    shown:
      json._source === undefined
        ? undefined
        : sourceFilterOf(JSON.parse(stringifyExact(json._source))),
  };
}

interface Combination {
  readonly doc: ExactObject | undefined;
  readonly script: ExactJson | undefined;
  readonly docAsUpsert: boolean;
}

function checkCombination({ doc, script, docAsUpsert }: Combination): void {
  const found = [
    !doc && script === undefined && 'script or doc is missing',
    doc && script !== undefined && "can't provide both script and doc",
    !doc && docAsUpsert && 'doc must be specified if doc_as_upsert is enabled',
  ].filter((reason) => typeof reason === 'string');
  if (found.length > 0) {
    throw errors.validation(found.map((reason, i) => `${i + 1}: ${reason};`).join(''));
  }
}

function objectMember(json: ExactObject, name: string): ExactObject | undefined {
  const value = json[name];
  if (value !== undefined && !isExactObject(value)) {
    throw errors.contentParse(
      `[1:1] [UpdateRequest] ${name} doesn't support values of type: ${tokenOf(value)}`,
      name,
    );
  }
  return value;
}

function flag(json: ExactObject, name: string, fallback: boolean): boolean {
  const value = json[name] ?? fallback;
  if (value !== true && value !== false && value !== 'true' && value !== 'false') {
    throw errors.contentParse(`[1:1] [UpdateRequest] failed to parse field [${name}]`, name);
  }
  return value === true || value === 'true';
}

const tokenOf = (value: ExactJson): string => typeName(value instanceof ExactNumber ? 0 : value);
