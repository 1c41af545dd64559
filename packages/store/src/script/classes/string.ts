import { createHash } from 'node:crypto';
import { compareTexts } from '../compare.ts';
import { functionOf, intOf, methods, textOf } from '../method.ts';
import { faults } from '../script-fault.ts';
import { isEqual } from '../text.ts';
import { Char } from '../values.ts';
import { Matcher, patternOf } from './regexp.ts';

/** Part of a text; places outside it are an error as in Java. */
function substring(text: string, from: number, to: number): string {
  if (from < 0 || to > text.length || from > to) {
    throw faults.outOfBounds(`begin ${from}, end ${to}, length ${text.length}`);
  }
  return text.slice(from, to);
}

function charAt(text: string, at: number): Char {
  if (at < 0 || at >= text.length) {
    throw faults.outOfBounds(`Index ${at} out of bounds for length ${text.length}`);
  }
  return new Char(text.charCodeAt(at));
}

/** Methods of `String`, with those that Painless adds. */
export const STRING_METHODS = methods<string>({
  'length/0': (text) => text.length,
  'isEmpty/0': (text) => text === '',
  'isBlank/0': (text) => text.trim() === '',
  'charAt/1': (text, [at]) => charAt(text, intOf(at)),
  'codePointAt/1': (text, [at]) => text.codePointAt(intOf(at)) ?? charAt(text, intOf(at)).code,
  'substring/1': (text, [from]) => substring(text, intOf(from), text.length),
  'substring/2': (text, [from, to]) => substring(text, intOf(from), intOf(to)),
  'subSequence/2': (text, [from, to]) => substring(text, intOf(from), intOf(to)),
  'indexOf/1': (text, [part]) => text.indexOf(partOf(part)),
  'indexOf/2': (text, [part, from]) => text.indexOf(partOf(part), intOf(from)),
  'lastIndexOf/1': (text, [part]) => text.lastIndexOf(partOf(part)),
  'lastIndexOf/2': (text, [part, from]) =>
    intOf(from) < 0 ? -1 : text.lastIndexOf(partOf(part), intOf(from)),
  'contains/1': (text, [part]) => text.includes(textOf(part)),
  'startsWith/1': (text, [part]) => text.startsWith(textOf(part)),
  'startsWith/2': (text, [part, from]) =>
    intOf(from) >= 0 && text.startsWith(textOf(part), intOf(from)),
  'endsWith/1': (text, [part]) => text.endsWith(textOf(part)),
  'toLowerCase/0': (text, _args, run) => run.text(text.toLowerCase()),
  'toLowerCase/1': (text, _args, run) => run.text(text.toLowerCase()),
  'toUpperCase/0': (text, _args, run) => run.text(text.toUpperCase()),
  'toUpperCase/1': (text, _args, run) => run.text(text.toUpperCase()),
  'trim/0': (text, _args, run) => run.text(text.replace(/^[\0-\x20]+/, '').replace(TRAILING, '')),
  'strip/0': (text, _args, run) => run.text(text.trim()),
  'concat/1': (text, [other], run) => run.text(text + textOf(other)),
  'repeat/1': (text, [times], run) => {
    const count = intOf(times);
    if (count < 0) {
      throw faults.illegalArgument(`count is negative: ${count}`);
    }
    run.willMakeText(text.length * count);
    return text.repeat(count);
  },
  'replace/2': (text, [from, to], run) => {
    const parts = text.split(textOf(from));
    run.willMakeText(text.length + parts.length * textOf(to).length);
    return parts.join(textOf(to));
  },
  'replaceAll/2': (text, [pattern, by], run) =>
    new Matcher(patternOf(pattern), text, run).replaceEach(functionOf(by), Infinity),
  'replaceFirst/2': (text, [pattern, by], run) =>
    new Matcher(patternOf(pattern), text, run).replaceEach(functionOf(by), 1),
  'splitOnToken/1': (text, [token], run) => run.list(splitOnToken(text, textOf(token), -1)),
  'splitOnToken/2': (text, [token, limit], run) =>
    run.list(splitOnToken(text, textOf(token), intOf(limit))),
  'equals/1': (text, [other]) => isEqual(text, other),
  'equalsIgnoreCase/1': (text, [other]) =>
    typeof other === 'string' && text.toUpperCase() === other.toUpperCase(),
  'compareTo/1': (text, [other]) => compareTexts(text, textOf(other)),
  'compareToIgnoreCase/1': (text, [other]) =>
    compareTexts(text.toLowerCase(), textOf(other).toLowerCase()),
  'hashCode/0': (text, _args, run) => {
    run.willMakeText(text.length);
    return hashCode(text);
  },
  'toString/0': (text) => text,
  'intern/0': (text) => text,
  'chars/0': (text, _args, run) =>
    run.list(Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))),
  'toCharArray/0': (text, _args, run) =>
    run.list(Array.from({ length: text.length }, (_, i) => new Char(text.charCodeAt(i)))),
  'encodeBase64/0': (text, _args, run) => run.text(Buffer.from(text).toString('base64')),
  'decodeBase64/0': (text, _args, run) => run.text(Buffer.from(text, 'base64').toString()),
  'sha1/0': (text) => createHash('sha1').update(text).digest('hex'),
  'sha256/0': (text) => createHash('sha256').update(text).digest('hex'),
});

const TRAILING = /(?<![\0-\x20])[\0-\x20]+$/;

/** `indexOf` takes a text or a code point. */
const partOf = (part: unknown): string =>
  typeof part === 'number'
    ? String.fromCodePoint(Math.max(0, Math.min(part, 0x10ffff)))
    : textOf(part);

/** As `String.hashCode` computes it. */
function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  }
  return hash;
}

/** Splits at each token; with a limit above 0 the last part keeps what is left. */
function splitOnToken(text: string, token: string, limit: number): string[] {
  if (token === '') {
    return [text];
  }
  const parts = text.split(token);
  return limit > 0 && parts.length > limit
    ? [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(token)]
    : parts;
}
