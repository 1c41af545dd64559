/** What `log.level` may say. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'notice' | 'warn' | 'error' | 'fatal';

const WORDS: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
  ['trace', 'trace'],
  ['trc', 'trace'],
  ['debug', 'debug'],
  ['dbg', 'debug'],
  ['verbose', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['informational', 'info'],
  ['inf', 'info'],
  ['notice', 'notice'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['wrn', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['eror', 'error'],
  ['severe', 'error'],
  ['fatal', 'fatal'],
  ['ftl', 'fatal'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['alert', 'fatal'],
  ['emerg', 'fatal'],
  ['emergency', 'fatal'],
  ['panic', 'fatal'],
]);
const KEYS: ReadonlySet<string> = new Set(['level', 'lvl', 'severity', 'loglevel']);
/** Numbers of pino and bunyan. */
const NUMBERS: Readonly<Record<string, LogLevel>> = {
  '10': 'trace',
  '20': 'debug',
  '30': 'info',
  '40': 'warn',
  '50': 'error',
  '60': 'fatal',
};
const KLOG: Readonly<Record<number, LogLevel>> = {
  73: 'info',
  87: 'warn',
  69: 'error',
  70: 'fatal',
};

const WORD_MIN = 3;
const WORD_MAX = 13;
/** A level as a word of its own stands near the start of a line; one behind a key may come later. */
const WORDS_WITHIN_BYTES = 96;
const KEYS_WITHIN_BYTES = 512;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const BRACE = 0x7b;
const BLANK = 0x20;
const COLON = 0x3a;
const EQUALS = 0x3d;
const isUpper = (byte: number) => byte >= 0x41 && byte <= 0x5a;
const isLetter = (byte: number) => isUpper(byte & 0xdf);
const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;

/**
 * The level that a log line states itself, as a JSON member, a logfmt pair, a bracketed or an upper-case word;
 * `undefined` when it does not. `bytes` from `start` to `end` are the text of a JSON string, still escaped.
 */
export function detectLogLevel(bytes: Buffer, start: number, end: number): LogLevel | undefined {
  const isJson = bytes[start] === BRACE;
  const klog = isJson ? undefined : klogLevel(bytes, start, end);
  if (klog) {
    return klog;
  }
  const stop = Math.min(end, start + KEYS_WITHIN_BYTES);
  const scan: Scan = { bytes, start, end, stop, isJson, keyEnd: -1, level: undefined };
  for (let at = start; at < stop && !scan.level; ) {
    at = step(scan, at);
  }
  return scan.level;
}

interface Scan {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly stop: number;
  readonly isJson: boolean;
  /** Behind the last word that is the key of a level; -1 without one. */
  keyEnd: number;
  level: LogLevel | undefined;
}

/** Looks at what begins at `at`; returns where to go on. */
function step(scan: Scan, at: number): number {
  const { bytes, stop, keyEnd } = scan;
  const byte = bytes[at] ?? 0;
  if (byte === BACKSLASH) {
    return skipEscape(bytes, at, stop);
  }
  if (isLetter(byte)) {
    const end = endOfWord(bytes, at, stop);
    if (isCandidate(scan, at, end)) {
      judgeWord(scan, at, end);
    }
    return end;
  }
  if (isDigit(byte) && followsKey(bytes, keyEnd, at)) {
    scan.level = NUMBERS[bytes.toString('latin1', at, at + 2)];
    scan.keyEnd = -1;
  }
  return at + 1;
}

/** Cheap, since nearly all words are none: is it worth being read? */
function isCandidate({ bytes, start, keyEnd }: Scan, at: number, end: number): boolean {
  const length = end - at;
  if (length < WORD_MIN || length > WORD_MAX) {
    return false;
  }
  const after = bytes[end] ?? BLANK;
  return (
    at === start ||
    keyEnd !== -1 ||
    (isUpper(bytes[at] ?? 0) && isUpper(bytes[at + 1] ?? 0)) ||
    after === COLON ||
    after === EQUALS ||
    after === QUOTE ||
    after === BACKSLASH ||
    after === 0x5d /* ] */ ||
    after === 0x3e /* > */
  );
}

/** Is the word a level, or the key of one? */
function judgeWord(scan: Scan, start: number, end: number): void {
  const word = scan.bytes.toString('latin1', start, end).toLowerCase();
  if (KEYS.has(word)) {
    scan.keyEnd = end;
  } else if (followsKey(scan.bytes, scan.keyEnd, start) || isMarked(scan, start, end)) {
    scan.level = WORDS.get(word);
  }
}

/** `E0102 15:04:05.000000 …`, as Kubernetes components write. */
function klogLevel(bytes: Buffer, start: number, end: number): LogLevel | undefined {
  if (end - start < 6 || bytes[start + 5] !== 0x20) {
    return undefined;
  }
  for (let i = start + 1; i < start + 5; i++) {
    if (!isDigit(bytes[i] ?? 0)) {
      return undefined;
    }
  }
  return KLOG[bytes[start] ?? 0];
}

/** Behind an escape; a colour (`\u001b[31m`) is skipped whole, so that it is no part of a word. */
function skipEscape(bytes: Buffer, at: number, stop: number): number {
  if (bytes[at + 1] !== 0x75 /* u */) {
    return at + 2;
  }
  let next = at + 6;
  const isColour = bytes[at + 4] === 0x31 && ((bytes[at + 5] ?? 0) | 0x20) === 0x62;
  if (isColour && bytes[next] === 0x5b /* [ */) {
    next++;
    while (next < stop && !isLetter(bytes[next] ?? 0)) {
      next++;
    }
    next++;
  }
  return next;
}

function endOfWord(bytes: Buffer, start: number, stop: number): number {
  let end = start + 1;
  while (end < stop && isLetter(bytes[end] ?? 0)) {
    end++;
  }
  return end;
}

/** True when between key and value there is nothing but `=` or `:`, quotes and blanks. */
function followsKey(bytes: Buffer, keyEnd: number, start: number): boolean {
  if (keyEnd === -1 || start - keyEnd > 8) {
    return false;
  }
  let hasSign = false;
  for (let i = keyEnd; i < start; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === EQUALS || byte === COLON) {
      hasSign = true;
    } else if (byte !== BACKSLASH && byte !== QUOTE && byte !== 0x20) {
      return false;
    }
  }
  return hasSign;
}

/** True, near the start of a text, for `[info]`, `<info>`, `INFO` on its own, and `info:` as the first word. */
function isMarked({ bytes, start, end, isJson }: Scan, at: number, wordEnd: number): boolean {
  if (isJson || at >= start + WORDS_WITHIN_BYTES) {
    return false;
  }
  const before = at === start ? BLANK : (bytes[at - 1] ?? BLANK);
  const after = wordEnd === end ? BLANK : (bytes[wordEnd] ?? BLANK);
  if ((before === 0x5b && after === 0x5d) || (before === 0x3c && after === 0x3e)) {
    return true;
  }
  if (at === start && after === COLON) {
    return true;
  }
  return isAllUpper(bytes, at, wordEnd) && isBoundary(before) && isBoundary(after);
}

function isAllUpper(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (!isUpper(bytes[i] ?? 0)) {
      return false;
    }
  }
  return true;
}

/** Not inside a path, a name or a number. A letter before can only be the end of a colour. */
function isBoundary(byte: number): boolean {
  return !isDigit(byte) && byte !== 0x2f && byte !== 0x5f && byte !== 0x2d && byte !== 0x2e;
}
