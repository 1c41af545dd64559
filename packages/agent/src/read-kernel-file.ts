import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 64 * 1024;
/** The kernel fills its answers up to a page or more; less than that is the end of the file. */
const END_BYTES = 2048;
const FILE_BYTES_MAX = 16 * 1024 * 1024;
const buffer = Buffer.allocUnsafe(CHUNK_BYTES);

/**
 * Reads a file of `/proc` or `/sys` in place: it is memory of the kernel and makes nobody wait, and handing it to
 * a thread would cost ten times as much. Throws what `open` and `read` throw.
 */
export function readKernelFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    let text = '';
    while (text.length < FILE_BYTES_MAX) {
      const sizeBytes = readSync(file, buffer, 0, CHUNK_BYTES, null);
      text += buffer.toString('latin1', 0, sizeBytes);
      if (sizeBytes < END_BYTES) {
        break;
      }
    }
    return text;
  } finally {
    closeSync(file);
  }
}
