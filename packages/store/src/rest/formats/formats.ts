import { errors, LongshoreError } from '@longshore/common/errors';
import { parseExact } from '../../index/exact-json.ts';
import { encodeCbor, jsonOfCbor } from './cbor.ts';
import { encodeYaml, jsonOfYaml } from './yaml.ts';

/** What a body can be written in. Inside the store all are JSON. */
export type BodyFormat = 'json' | 'yaml' | 'cbor';
/** The same, and the tables of the cat APIs. */
export type AnswerFormat = BodyFormat | 'text';

const MEDIA_TYPE =
  /^application\/(?:vnd\.(?:elasticsearch|opensearch)\+)?(json|x-ndjson|yaml|cbor|smile)$/;
const OTHER_TYPES: Readonly<Record<string, string>> = {
  'text/plain': 'text',
  // What curl says when it is not told.
  'application/x-www-form-urlencoded': 'json',
};
const ANSWER_FORMATS: readonly AnswerFormat[] = ['json', 'yaml', 'cbor', 'text'];
/** Reading these takes much more memory and time than reading JSON does: of YAML up to 1 kB and 7 us for each byte. */
const BYTES_MAX: Readonly<Record<'yaml' | 'cbor', number>> = { yaml: 32 << 10, cbor: 4 << 20 };

/**
 * What an answer is to be written in by `format` in the query string, else by `Accept`. Undefined: what the API usually
 * answers with, as for the lists of types that browsers send, and for JSON: many programs accept it with each request, and
 * those that ask for the tables of the cat APIs want text. Who wants tables as JSON says `format=json`.
 */
export function answerFormat(
  format: string | undefined,
  accept: string | undefined,
): AnswerFormat | undefined {
  if (format !== undefined) {
    const wanted = ANSWER_FORMATS.find((one) => one === format.toLowerCase());
    if (wanted === undefined) {
      throw errors.illegalArgument(
        `format [${format}] is not supported; use one of [${ANSWER_FORMATS.join(', ')}]`,
      );
    }
    return wanted;
  }
  const type = accept === undefined ? undefined : mediaType(accept);
  if (type === 'smile') {
    throw unsupportedType('Accept', accept);
  }
  return type === 'json' ? undefined : ANSWER_FORMATS.find((one) => one === type);
}

/** The format of a body; no type is taken for JSON by curl users. Throws 406 for one that is not read. */
export function bodyFormat(contentType: string | undefined): BodyFormat {
  const type = contentType === undefined ? 'json' : mediaType(contentType);
  switch (type) {
    case 'json':
    case 'x-ndjson':
      return 'json';
    case 'yaml':
    case 'cbor':
      return type;
    default:
      throw unsupportedType('Content-Type', contentType);
  }
}

/** The body of a request as JSON text. */
export function jsonOf(body: Buffer, format: BodyFormat): Buffer {
  if (format === 'json') {
    return body;
  }
  if (body.length > BYTES_MAX[format]) {
    throw new LongshoreError(
      'content_too_long_exception',
      413,
      `a body in [${format}] may have ${BYTES_MAX[format]} bytes, this one has ${body.length}; send it as JSON`,
    );
  }
  return Buffer.from(format === 'yaml' ? jsonOfYaml(body) : jsonOfCbor(body));
}

/** JSON text in another format. */
export function encodeAs(format: 'yaml' | 'cbor', json: string): Buffer {
  const value = parseExact(json);
  return format === 'yaml' ? Buffer.from(encodeYaml(value)) : encodeCbor(value);
}

/** The error for a header that names a type which is not read or written. */
export function unsupportedType(header: string, value: string | undefined): LongshoreError {
  return new LongshoreError(
    'media_type_header_exception',
    406,
    `${header} header [${value}] is not supported`,
  );
}

/** What a header names, without vendor and parameters; undefined for a list of types and for what is not known. */
function mediaType(header: string): string | undefined {
  const type = header.split(';')[0]?.trim().toLowerCase() ?? '';
  return header.includes(',') ? undefined : (OTHER_TYPES[type] ?? MEDIA_TYPE.exec(type)?.[1]);
}
