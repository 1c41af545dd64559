import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { parseExactBytes, stringifyExact } from '../index/exact-json.ts';
import { filterPath } from './filter-path.ts';
import { type AnswerFormat, encodeAs } from './formats/formats.ts';
import { prettyJson } from './pretty.ts';
import type { RestAnswer } from './route.ts';

const gzipAsync = promisify(gzip);
/** Small answers are not worth compressing. */
const GZIP_BYTES_MIN = 512;
/** Fast rather than small: answers mostly go over loopback. */
const GZIP_LEVEL = 1;

/** Small pieces of an answer are sent together. */
const PIECES_CHARS = 64 * 1024;

/** How an answer is to be written. */
export interface AnswerForm {
  readonly isHead: boolean;
  readonly filterPath: string | undefined;
  readonly isPretty: boolean;
  /** `text` is JSON for an answer that is no text. */
  readonly format: AnswerFormat;
  readonly acceptsGzip: boolean;
}

/** Writes an answer: filtered, pretty and compressed as asked. */
export async function sendAnswer(
  reply: FastifyReply,
  answer: RestAnswer,
  form: AnswerForm,
): Promise<FastifyReply> {
  reply.status(answer.status);
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    reply.header(name, value);
  }
  if (isPieces(answer.body)) {
    return sendPieces(reply, answer.body, form);
  }
  const body = toBytes(answer, form);
  if (body === undefined) {
    return reply.send();
  }
  reply.header('content-type', answer.contentType ?? `application/${encodingOf(form)}`);
  if (form.isHead) {
    return reply.header('content-length', body.length).send();
  }
  if (form.acceptsGzip && body.length >= GZIP_BYTES_MIN) {
    reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');
    return reply.send(await gzipAsync(body, { level: GZIP_LEVEL }));
  }
  return reply.send(body);
}

const isPieces = (body: unknown): body is AsyncIterable<string> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Pieces of JSON text as they come; they are filtered already, and too many to be made pretty. */
function sendPieces(
  reply: FastifyReply,
  pieces: AsyncIterable<string>,
  form: AnswerForm,
): FastifyReply {
  reply.header('content-type', 'application/json');
  const text = Readable.from(joined(pieces), { objectMode: false, highWaterMark: PIECES_CHARS });
  if (!form.acceptsGzip) {
    return reply.send(text);
  }
  reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');
  const zip = createGzip({ level: GZIP_LEVEL });
  text.on('error', (error) => zip.destroy(error));
  zip.on('close', () => text.destroy());
  return reply.send(text.pipe(zip));
}

async function* joined(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length >= PIECES_CHARS) {
      yield text;
      text = '';
    }
  }
  yield text;
}

function toBytes(answer: RestAnswer, form: AnswerForm): Buffer | undefined {
  const { body } = answer;
  if (body === undefined) {
    return undefined;
  }
  const isText = answer.contentType?.startsWith('text/') === true;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const path = answer.isFiltered === true ? undefined : form.filterPath;
  const encoding = encodingOf(form);
  const isPlain = path === undefined && !form.isPretty && encoding === 'json';
  if (isRaw && (isText || isPlain)) {
    return Buffer.from(body);
  }
  const text = jsonText(body, path);
  if (encoding !== 'json') {
    return encodeAs(encoding, text);
  }
  return Buffer.from(form.isPretty ? prettyJson(text) : text);
}

const encodingOf = ({ format }: AnswerForm) => (format === 'text' ? 'json' : format);

function jsonText(body: unknown, path: string | undefined): string {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  if (path === undefined) {
    return isRaw ? body.toString() : JSON.stringify(body);
  }
  if (!isRaw) {
    return JSON.stringify(filterPath(body, path));
  }
  const value = parseExactBytes(Buffer.from(body));
  return stringifyExact(filterPath(value, path) as typeof value);
}
