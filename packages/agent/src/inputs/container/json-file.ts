import { isUtf8 } from 'node:buffer';
import { isObject } from '@longshore/common/json';

/**
 * One line of a log file of the `json-file` driver. The text stays what it is in the file, the inside of a JSON
 * string, so that it can be copied into an event without being decoded.
 */
export interface LogEntry {
  /** Where the text is; shared with the read buffer, so valid only until the next read. */
  bytes: Buffer;
  textStart: number;
  /** Without the line end. */
  textEnd: number;
  /** False for a part of a line that the driver had to split, and for a last line without line end. */
  endsLine: boolean;
  stream: 'stdout' | 'stderr';
  /** As in the file, with nanoseconds. */
  time: string;
  /** `--log-opt labels` and `env`, as JSON text; empty without them. */
  attributes: string;
}

/** An entry to be filled by `decodeJsonFileLine`, again and again. */
export function emptyEntry(): LogEntry {
  const bytes = Buffer.alloc(0);
  return {
    bytes,
    textStart: 0,
    textEnd: 0,
    endsLine: false,
    stream: 'stdout',
    time: '',
    attributes: '',
  };
}

const HEAD = Buffer.from('{"log":"');
const STDOUT = Buffer.from('","stream":"stdout","time":"');
const STDERR = Buffer.from('","stream":"stderr","time":"');
const TIME_BYTES_MIN = 20;
const TIME_BYTES_MAX = 40;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const CONTROL_MAX = 0x1f;
const ASCII_MAX = 0x7f;
const ATTRIBUTES_CHARS_MAX = 16 * 1024;
const RFC3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Decodes the line from `start` to `end` (without its line feed) into `entry`; false when it is not a line of this
 * driver. Never throws. https://docs.docker.com/engine/logging/drivers/json-file/
 */
export function decodeJsonFileLine(
  bytes: Buffer,
  start: number,
  end: number,
  entry: LogEntry,
): boolean {
  let first = start;
  // A power cut leaves zeros in front of what is written after it.
  while (bytes[first] === 0 && first < end) {
    first++;
  }
  return decodeUsual(bytes, first, end, entry) || decodeUnusual(bytes, first, end, entry);
}

/** The order of members that the engine writes, without attributes: no JSON parser is needed. */
function decodeUsual(bytes: Buffer, start: number, end: number, entry: LogEntry): boolean {
  if (end - start < HEAD.length + STDOUT.length + TIME_BYTES_MIN || !matches(bytes, start, HEAD)) {
    return false;
  }
  const timeEnd = end - 2;
  if (bytes[end - 1] !== 0x7d /* } */ || bytes[timeEnd] !== QUOTE) {
    return false;
  }
  const timeStart = bytes.lastIndexOf(QUOTE, timeEnd - 1) + 1;
  const timeBytes = timeEnd - timeStart;
  const textEnd = timeStart - STDOUT.length;
  const textStart = start + HEAD.length;
  if (timeBytes < TIME_BYTES_MIN || timeBytes > TIME_BYTES_MAX || textEnd < textStart) {
    return false;
  }
  const isStderr = matches(bytes, textEnd, STDERR);
  if (!isStderr && !matches(bytes, textEnd, STDOUT)) {
    return false;
  }
  entry.bytes = bytes;
  entry.textStart = textStart;
  entry.stream = isStderr ? 'stderr' : 'stdout';
  entry.time = bytes.toString('latin1', timeStart, timeEnd);
  entry.attributes = '';
  return measureText(bytes, textEnd, entry) && isTime(entry.time);
}

function matches(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) {
    if (bytes[at + i] !== expected[i]) {
      return false;
    }
  }
  return true;
}

/** Checks that the text is the inside of a JSON string in UTF-8, and takes the line end off. */
function measureText(bytes: Buffer, end: number, entry: LogEntry): boolean {
  let lastEscape = -1;
  let escapeBefore = -1;
  let bits = 0;
  for (let i = entry.textStart; i < end; i++) {
    const byte = bytes[i] ?? 0;
    bits |= byte;
    if (byte === BACKSLASH) {
      escapeBefore = lastEscape;
      lastEscape = i;
      i++;
    } else if (byte === QUOTE || byte <= CONTROL_MAX) {
      return false;
    }
  }
  if (lastEscape === end - 1) {
    return false;
  }
  if (bits > ASCII_MAX && !isUtf8(bytes.subarray(entry.textStart, end))) {
    return false;
  }
  entry.endsLine = lastEscape !== -1 && lastEscape === end - 2 && bytes[end - 1] === 0x6e; /* n */
  entry.textEnd = entry.endsLine ? end - 2 : end;
  // A terminal ends lines with \r\n.
  if (entry.endsLine && escapeBefore === end - 4 && bytes[end - 3] === 0x72 /* r */) {
    entry.textEnd = end - 4;
  }
  return true;
}

function isTime(time: string): boolean {
  // Position tests first: they decide nearly always.
  return (
    time.charCodeAt(10) === 0x54 /* T */ &&
    time.charCodeAt(4) === 0x2d /* - */ &&
    time.charCodeAt(13) === 0x3a /* : */ &&
    RFC3339.test(time)
  );
}

/** Other orders of members, blanks, and attributes. */
function decodeUnusual(bytes: Buffer, start: number, end: number, entry: LogEntry): boolean {
  let line: unknown;
  try {
    line = JSON.parse(bytes.toString('utf8', start, end));
  } catch {
    // Torn by a crash, or not of this driver.
    return false;
  }
  if (!isObject(line)) {
    return false;
  }
  const { log, stream, time, attrs } = line;
  if (typeof log !== 'string' || typeof time !== 'string' || !isTime(time)) {
    return false;
  }
  const text = JSON.stringify(log);
  entry.bytes = Buffer.from(text.slice(1, -1));
  entry.textStart = 0;
  entry.stream = stream === 'stderr' ? 'stderr' : 'stdout';
  entry.time = time;
  entry.attributes = isObject(attrs) ? limitedJson(attrs) : '';
  return measureText(entry.bytes, entry.bytes.length, entry);
}

function limitedJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= ATTRIBUTES_CHARS_MAX ? text : '';
}

/** The time with milliseconds, in UTC, as events carry it. */
export function eventTime(time: string): string {
  if (time.length >= 25 && time.charCodeAt(19) === 0x2e && time.endsWith('Z')) {
    return `${time.slice(0, 23)}Z`;
  }
  return new Date(time).toISOString();
}
