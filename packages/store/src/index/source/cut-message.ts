import { column, type Sql, sql } from '../../sql/sql.ts';
import type { SourceReader, SourceRules } from '../../write/writer.ts';
import { type Column, columnName, SYSTEM_COLUMNS } from '../column.ts';
import type { Mapping } from '../mapping.ts';

/** The field of log lines. A line is most of its document, and its column has it too: sources are stored without it. */
const MESSAGE = 'message';
export const MESSAGE_COLUMN = columnName(MESSAGE);

/** Stands in a stored source in the place of the message. JSON, so that the engine can read what is beside it. */
export const CUT = '"\\u0001message"';
/** Before a source that is stored whole although it has, or begins with, what would be taken for our own. */
const WHOLE = '\t\n\t';
/** Shorter ones are not worth it. */
const MESSAGE_CHARS_MIN = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CUT_BYTES = Buffer.from(CUT);
const WHOLE_BYTES = Buffer.from(WHOLE);
const MEMBER_BYTES = Buffer.from(`"${MESSAGE}":"`);
/** Half a surrogate pair, which the column cannot have, is written as an escape. */
const HALF_PAIR = '\\ud';

/** True for a column that messages can be read from again, just as they were. */
export const holdsMessages = ({ name, type, list }: Column): boolean =>
  name === MESSAGE_COLUMN && type === 'String' && !list;

/** What is stored of a source: all but the bytes from `start` to `end`, and others in their place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly put: Buffer;
}

/** Where the message is in a source whose column has it too; undefined for a source that is stored as it is. */
export function messageSplice(source: Buffer, message: unknown): Splice | undefined {
  const isEscaped = source.includes(BACKSLASH);
  if ((isEscaped && source.includes(CUT_BYTES)) || startsAsWhole(source)) {
    return { start: 0, end: 0, put: WHOLE_BYTES };
  }
  if (typeof message !== 'string' || message.length < MESSAGE_CHARS_MIN) {
    return undefined;
  }
  const at = isEscaped ? findEscaped(source, message) : findPlain(source, message);
  return at && { ...at, put: CUT_BYTES };
}

type Place = Pick<Splice, 'start' | 'end'> | undefined;

/** In a source without escapes a text ends at the next quote, and is spelled as `JSON.stringify` does. */
function findPlain(source: Buffer, message: string): Place {
  const start = source.indexOf(MEMBER_BYTES) + MEMBER_BYTES.length - 1;
  const end = start < MEMBER_BYTES.length - 1 ? 0 : source.indexOf(QUOTE, start + 1) + 1;
  if (end === 0) {
    return undefined;
  }
  // Another object may have such a member in front of this.
  return source.toString('utf8', start + 1, end - 1) === message
    ? { start, end }
    : findEscaped(source, message);
}

function findEscaped(source: Buffer, message: string): Place {
  const text = JSON.stringify(message);
  const member = Buffer.from(`"${MESSAGE}":${text}`);
  const at = text.includes(HALF_PAIR) ? -1 : source.indexOf(member);
  return at < 0 ? undefined : { start: at + MEMBER_BYTES.length - 1, end: at + member.length };
}

const startsAsWhole = (source: Buffer): boolean =>
  source[0] === WHOLE_BYTES[0] && source.subarray(0, WHOLE_BYTES.length).equals(WHOLE_BYTES);

/** The source again. */
export function joinMessage(stored: string, message: string): string {
  if (stored.startsWith(WHOLE)) {
    return stored.slice(WHOLE.length);
  }
  const at = stored.indexOf(CUT);
  return at < 0
    ? stored
    : stored.slice(0, at) + JSON.stringify(message) + stored.slice(at + CUT.length);
}

/** How sources are read of an index that stores them as received; undefined where none of them can be cut. */
export function cutSourceRules({ fields }: Pick<Mapping, 'fields'>): SourceRules | undefined {
  const { name, promotedFrom = name, type } = fields.get(MESSAGE)?.column ?? {};
  if (promotedFrom !== MESSAGE_COLUMN || type !== 'String') {
    return undefined;
  }
  return {
    reader: (isThere) => (isThere(MESSAGE_COLUMN) ? JOINING : AS_STORED),
    preview: (received) => asReceived(received.toString('utf8')),
  };
}

const SOURCE: Sql = column(SYSTEM_COLUMNS.source);
const asReceived = (source: string) => ({ source, indexed: source });

/** The source, a NUL, which no JSON has, and the message. */
const JOINING: SourceReader = {
  text: sql`concat(${SOURCE}, '\\0', ifNull(${column(MESSAGE_COLUMN)}, ''))`,
  read: (text) => {
    const end = text.indexOf('\0');
    return asReceived(joinMessage(text.slice(0, end), text.slice(end + 1)));
  },
};

const AS_STORED: SourceReader = { text: SOURCE, read: asReceived };
