import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errors } from '@longshore/common/errors';

const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** The current file and its two predecessors, `.1` and `.2`. */
const FILES_MAX = 3;

/** Where a process's output goes. */
export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Limits that a test can make small. */
export interface LogFileOptions {
  readonly fileBytesMax?: number;
  /** Told when the disk refuses a line, so that it can be said once; the line is lost. */
  readonly onError: (error: unknown) => void;
}

/** Opens `<folder>/<name>.log` for appending; when it is full it becomes `.1`, and so on; the oldest goes. */
export function openLogFile(folder: string, name: string, options: LogFileOptions): LogFile {
  const path = join(folder, `${name}.log`);
  let fd = openFor(path, folder);
  let sizeBytes = fstatSync(fd).size;
  const limit = options.fileBytesMax ?? FILE_BYTES_MAX;
  return {
    write(line) {
      try {
        if (sizeBytes >= limit) {
          closeSync(fd);
          rotate(path);
          fd = openSync(path, 'a');
          sizeBytes = 0;
        }
        sizeBytes += writeSync(fd, `${line}\n`);
      } catch (error) {
        options.onError(error);
      }
    },
    close: () => closeSync(fd),
  };
}

function openFor(path: string, folder: string): number {
  try {
    mkdirSync(folder, { recursive: true });
    return openSync(path, 'a');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errors.settings(
      `the log file ${path} [path.logs] cannot be written (${reason}); make the folder writable, or choose ` +
        'another one: -E path.logs=FOLDER',
    );
  }
}

function rotate(path: string): void {
  rmSync(`${path}.${FILES_MAX - 1}`, { force: true });
  for (let number = FILES_MAX - 2; number >= 1; number--) {
    renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
  }
  renameIfThere(path, `${path}.1`);
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw error;
    }
  }
}
