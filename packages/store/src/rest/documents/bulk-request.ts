import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import type { NamedTemplates } from '../../index/index-mapping.ts';
import { checkLimits } from '../../index/json-limits.ts';
import { typeName } from '../../search/read-object.ts';
import { type SourceFilter, sourceFilterOf } from './source-filter.ts';
import type { WriteConditions } from './write-request.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** What an action line says. Actions with the same line share it. */
export interface BulkHead {
  readonly action: 'index' | 'create' | 'update' | 'delete';
  readonly index: string | undefined;
  readonly id: string | undefined;
  readonly routing: string | undefined;
  readonly requiresAlias: boolean | undefined;
  readonly requiresDataStream: boolean | undefined;
  readonly pipeline: string | undefined;
  /** Its document's new fields are to follow these. */
  readonly dynamicTemplates: NamedTemplates | undefined;
  /** Its item names the pipelines that its document went through. */
  readonly listsExecuted: boolean | undefined;
  /** What its item shows of the document after an update. */
  readonly shown: SourceFilter | undefined;
  readonly conditions: WriteConditions;
}

/** One action of a bulk request, and the bytes of its source as received. */
export interface BulkAction {
  readonly head: BulkHead;
  readonly source: Buffer;
  /** Pipelines that the source went through. */
  readonly executed?: readonly string[];
}

const NO_SOURCE = Buffer.alloc(0);

/** The number of actions in the body of a bulk request. Throws, before anything is done, for what cannot be split. */
export function countActions(body: Buffer): number {
  if (body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  if (body[body.length - 1] !== NEWLINE) {
    throw errors.illegalArgument('The bulk request must be terminated by a newline [\\n]');
  }
  let count = 0;
  for (const _ of spansOf(body)) {
    count += 1;
  }
  if (count === 0) {
    throw errors.validation('1: no requests added;');
  }
  return count;
}

/** The actions of a body that was counted, one after the other: there may be millions. Sources are not looked into. */
export function* splitBulk(body: Buffer): Iterable<BulkAction> {
  for (const { head, start, end } of spansOf(body)) {
    yield { head, source: start === end ? NO_SOURCE : body.subarray(start, end) };
  }
}

interface Span {
  head: BulkHead;
  /** Where the source begins and ends; the same for an action without one. */
  start: number;
  end: number;
}

/** Where the actions are. It is always the same object, with other values: a body is passed twice. */
function* spansOf(body: Buffer): Iterable<Readonly<Span>> {
  const heads = new HeadReader(body);
  let span: Span | undefined;
  let at = 0;
  for (let line = 1; at < body.length; line += 1) {
    const newline = body.indexOf(NEWLINE, at);
    const end = withoutReturn(body, at, newline);
    const start = at;
    at = newline + 1;
    if (start === end) {
      continue;
    }
    const head = heads.read(start, end, line);
    span ??= { head, start: 0, end: 0 };
    span.head = head;
    span.start = at;
    span.end = at;
    if (head.action !== 'delete') {
      if (at >= body.length) {
        throw errors.illegalArgument(
          `Malformed action/metadata line [${line}]: the action [${head.action}] has no source line after it`,
        );
      }
      const sourceEnd = body.indexOf(NEWLINE, at);
      span.end = withoutReturn(body, at, sourceEnd);
      at = sourceEnd + 1;
      line += 1;
    }
    yield span;
  }
}

/** The end of a line that a carriage return may end. */
const withoutReturn = (body: Buffer, start: number, end: number): number =>
  end > start && body[end - 1] === CARRIAGE_RETURN ? end - 1 : end;

/** Agents send the same action line for each document: the last one is remembered. */
class HeadReader {
  private readonly body: Buffer;
  private lastBytes: Buffer = NO_SOURCE;
  private last: BulkHead | undefined;

  constructor(body: Buffer) {
    this.body = body;
  }

  read(start: number, end: number, line: number): BulkHead {
    const { body, lastBytes, last } = this;
    const isAgain =
      end - start === lastBytes.length && body.compare(lastBytes, 0, undefined, start, end) === 0;
    if (last && isAgain) {
      return last;
    }
    this.lastBytes = body.subarray(start, end);
    this.last = readHead(this.lastBytes, line);
    return this.last;
  }
}

function readHead(bytes: Buffer, line: number): BulkHead {
  const [action, metadata] = readAction(bytes, line);
  for (const key of Object.keys(metadata)) {
    if (!KNOWN.has(key)) {
      throw errors.illegalArgument(
        `Action/metadata line [${line}] contains an unknown parameter [${key}]`,
      );
    }
    const value = metadata[key];
    if (typeof value === 'object' && value !== null && !STRUCTURED.has(key)) {
      throw malformed(line, `a simple value for field [${key}]`, value);
    }
  }
  const opType = text(metadata.op_type);
  if (opType !== undefined && (action !== 'index' || (opType !== 'index' && opType !== 'create'))) {
    throw errors.illegalArgument(`opType must be 'create' or 'index', found: [${opType}]`);
  }
  return {
    action: opType === 'create' ? 'create' : action,
    index: text(metadata._index),
    id: text(metadata._id),
    routing: text(metadata.routing ?? metadata._routing) || undefined,
    requiresAlias: flag(metadata.require_alias),
    requiresDataStream: flag(metadata.require_data_stream),
    pipeline: text(metadata.pipeline),
    dynamicTemplates: readTemplates(metadata.dynamic_templates, action, line),
    listsExecuted: flag(metadata.list_executed_pipelines),
    shown: metadata._source === undefined ? undefined : sourceFilterOf(metadata._source),
    conditions: readConditions(metadata),
  };
}

function readAction(bytes: Buffer, line: number): readonly [BulkHead['action'], JsonObject] {
  const text = bytes.toString('utf8');
  checkLimits(text);
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (error) {
    throw errors.illegalArgument(
      `Malformed action/metadata line [${line}], it is not valid JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
  if (!isObject(json)) {
    throw malformed(line, 'START_OBJECT', json);
  }
  const [entry, ...others] = Object.entries(json);
  if (!entry) {
    throw errors.illegalArgument(
      `Malformed action/metadata line [${line}], expected FIELD_NAME but found [END_OBJECT]`,
    );
  }
  const [action, metadata] = entry;
  if (!isAction(action)) {
    throw errors.illegalArgument(
      `Malformed action/metadata line [${line}], expected field [create], [delete], [index] or [update] but found [${action}]`,
    );
  }
  if (!isObject(metadata)) {
    throw malformed(line, 'START_OBJECT', metadata);
  }
  if (others.length > 0) {
    throw errors.illegalArgument(
      `Malformed action/metadata line [${line}], expected END_OBJECT but found [FIELD_NAME]`,
    );
  }
  return [action, metadata];
}

function malformed(line: number, expected: string, found: Json) {
  return errors.illegalArgument(
    `Malformed action/metadata line [${line}], expected ${expected} but found [${typeName(found)}]`,
  );
}

function isAction(name: string): name is BulkHead['action'] {
  return name === 'index' || name === 'create' || name === 'update' || name === 'delete';
}

const KNOWN: ReadonlySet<string> = new Set([
  '_id',
  '_index',
  '_routing',
  '_source',
  '_type',
  '_version',
  '_version_type',
  'dynamic_templates',
  'if_primary_term',
  'if_seq_no',
  'list_executed_pipelines',
  'op_type',
  'pipeline',
  'require_alias',
  'require_data_stream',
  'retry_on_conflict',
  'routing',
  'version',
  'version_type',
]);

/** Those that are not one value. */
const STRUCTURED: ReadonlySet<string> = new Set(['_source', 'dynamic_templates']);

/** Numbers are taken as texts. */
function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : jsonText(value);
}

function flag(value: Json | undefined): boolean | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') {
    return value ?? undefined;
  }
  if (value !== 'true' && value !== 'false') {
    throw errors.illegalArgument(
      `Failed to parse value [${jsonText(value)}] as only [true] or [false] are allowed.`,
    );
  }
  return value === 'true';
}

function readTemplates(
  value: Json | undefined,
  action: BulkHead['action'],
  line: number,
): NamedTemplates | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!isObject(value)) {
    throw malformed(line, 'START_OBJECT', value);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) {
    return undefined;
  }
  if (action === 'update' || action === 'delete') {
    const name = action === 'update' ? 'Update' : 'Delete';
    throw errors.illegalArgument(
      `${name} request in line [${line}] does not accept dynamic_templates`,
    );
  }
  const odd = entries.find(([, template]) => typeof template !== 'string');
  if (odd !== undefined) {
    throw malformed(line, 'VALUE_STRING', odd[1]);
  }
  return new Map(entries.map(([path, template]) => [path, jsonText(template)]));
}

function readConditions(metadata: JsonObject): WriteConditions {
  return {
    ifSeqNo: number(metadata.if_seq_no),
    ifPrimaryTerm: number(metadata.if_primary_term),
    version: number(metadata.version ?? metadata._version),
    versionType: text(metadata.version_type ?? metadata._version_type),
  };
}

function number(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!Number.isSafeInteger(jsonNumber(value))) {
    throw errors.illegalArgument(`Failed to parse value [${JSON.stringify(value)}] as a number`);
  }
  return jsonNumber(value);
}
