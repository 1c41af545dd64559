import { statSync } from 'node:fs';
import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readKernelFile } from '../../../read-kernel-file.ts';

const COMMAND_CHARS_MAX = 1024;
const ARGS_MAX = 64;

/** What does not change while a process runs one program. */
export interface ProcessIdentity {
  readonly args: readonly string[];
  readonly commandLine: string;
  readonly executable?: string;
  readonly workingDirectory?: string;
  readonly userName?: string;
}

/** What is read of the chosen processes only. */
export interface ProcessUse {
  readonly io: Readonly<Record<string, number>>;
  readonly openFiles?: number;
  readonly sharedPages?: number;
}

/** Reads what names a process. What we may not see, or what is gone, is left out. */
export async function readIdentity(root: string, pid: number): Promise<ProcessIdentity> {
  const folder = join(root, 'proc', String(pid));
  const [cmdline, executable, workingDirectory, owner] = await Promise.all([
    orUndefined(readFile(join(folder, 'cmdline'), 'utf8')),
    orUndefined(readlink(join(folder, 'exe'))),
    orUndefined(readlink(join(folder, 'cwd'))),
    orUndefined(stat(folder)),
  ]);
  const args = (cmdline ?? '').split('\0').slice(0, -1);
  const userName = owner ? await readUserName(root, owner.uid) : undefined;
  return {
    args: args.slice(0, ARGS_MAX).map((arg) => arg.slice(0, COMMAND_CHARS_MAX)),
    commandLine: args.join(' ').slice(0, COMMAND_CHARS_MAX),
    ...(executable ? { executable: executable.replace(/ \(deleted\)$/, '') } : {}),
    ...(workingDirectory ? { workingDirectory } : {}),
    ...(userName ? { userName } : {}),
  };
}

/** Reads what a process uses beside CPU and memory; what we may not see is left out. */
export function readUse(root: string, pid: number): ProcessUse {
  const folder = join(root, 'proc', String(pid));
  const io = orNothing(() => readKernelFile(`${folder}/io`));
  const statm = orNothing(() => readKernelFile(`${folder}/statm`));
  const files = orNothing(() => statSync(`${folder}/fd`));
  const shared = Number(statm?.split(' ')[2]);
  return {
    io: parseIo(io ?? ''),
    // Newer kernels tell the number as the size of the folder; counting could take long.
    ...(files && files.size > 0 ? { openFiles: files.size } : {}),
    ...(Number.isInteger(shared) ? { sharedPages: shared } : {}),
  };
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function parseIo(text: string): Record<string, number> {
  const lines = [...text.matchAll(/^(\w+): (\d+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value]) => [name, Number(value)]));
}

async function readUserName(root: string, uid: number): Promise<string> {
  const passwd = await orUndefined(readFile(join(root, 'etc/passwd'), 'utf8'));
  const line = passwd?.split('\n').find((one) => one.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? String(uid);
}

async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  return await reading.catch(() => undefined);
}
