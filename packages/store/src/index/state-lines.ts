import { crc32 } from 'node:zlib';
import { errors } from '@longshore/common/errors';

/** `1 89abcdef {"put":…}`: version of the form, CRC-32 of the text in hexadecimal, text. */
const LINE = /^1 ([0-9a-f]{8}) /;

/** A line of the state's files, with a checksum of its own. */
export function encodeLine(value: unknown): Buffer {
  const text = JSON.stringify(value);
  const sum = crc32(text).toString(16).padStart(8, '0');
  return Buffer.from(`1 ${sum} ${text}\n`);
}

/** Where a line is, for whoever has to mend it. */
interface LinePlace {
  readonly path: string;
  readonly offset: number;
}

/** Reads a line. One without checksum is of an older store; it is written anew when the journal is folded. */
export function decodeLine(line: string, { path, offset }: LinePlace): unknown {
  const sum = LINE.exec(line)?.[1];
  const text = sum === undefined ? line : line.slice(2 + sum.length + 1);
  if (sum !== undefined && crc32(text) !== Number.parseInt(sum, 16)) {
    throw damaged({ path, offset }, 'its checksum is wrong');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged({ path, offset }, error instanceof Error ? error.message : 'it is no JSON');
  }
}

/** Whether a text is a line with the right checksum: then only its end was damaged, not cut off. */
export function isWholeLine(line: string): boolean {
  const sum = LINE.exec(line)?.[1];
  return sum !== undefined && crc32(line.slice(2 + sum.length + 1)) === Number.parseInt(sum, 16);
}

function damaged({ path, offset }: LinePlace, reason: string): Error {
  return errors.settings(
    `the file [${path}] is damaged: the line at offset ${offset} cannot be read (${reason}). It says which indices there are, so that the store does not start without it; restore it from a backup`,
  );
}
