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
/** Half a surrogate pair, which the column cannot have, is written as an escape. */
const HALF_PAIR = '\\ud';

/** True for a column that messages can be read from again, just as they were. */
export const holdsMessages = ({ name, type, list }: Column): boolean =>
  name === MESSAGE_COLUMN && type === 'String' && !list;

/** The bytes to be stored of a source whose message is in its column; undefined for those that it has. */
export function cutMessage(source: Buffer, message: unknown): Buffer | undefined {
  if (source.includes(CUT) || source.toString('latin1', 0, WHOLE.length) === WHOLE) {
    return Buffer.concat([Buffer.from(WHOLE), source]);
  }
  if (typeof message !== 'string' || message.length < MESSAGE_CHARS_MIN) {
    return undefined;
  }
  const text = JSON.stringify(message);
  const member = `"${MESSAGE}":${text}`;
  const at = text.includes(HALF_PAIR) ? -1 : source.indexOf(member);
  if (at < 0) {
    return undefined;
  }
  const end = at + Buffer.byteLength(member);
  return Buffer.concat([
    source.subarray(0, at),
    Buffer.from(`"${MESSAGE}":${CUT}`),
    source.subarray(end),
  ]);
}

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
