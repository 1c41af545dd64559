import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readKernelFile } from '../../read-kernel-file.ts';

/** Reads the kernel's files below `agent.hostfs`. */
export interface HostFiles {
  readonly root: string;
  /** Text of a file such as `proc/stat`. */
  read(path: string): Promise<string>;
  /** Names in a folder; none if it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Whose view of network and mounts is read: our own, or that of the host's first process. */
  readonly self: 'proc/self' | 'proc/1';
}

/** Reads below `root`; `/` if this process is not in a container. */
export function hostFiles(root: string): HostFiles {
  return {
    root,
    read: async (path) => readKernelFile(join(root, path)),
    list: async (path) => listFolder(join(root, path)),
    self: root === '/' ? 'proc/self' : 'proc/1',
  };
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** A text that was read, and when, on a clock that is never set. */
interface ReadText {
  readonly text: string;
  readonly atMs: number;
}

/** Two readings of one file; the first time there is no previous one. */
export interface TwoTexts {
  readonly previous?: ReadText;
  readonly current: ReadText;
}

/** Makes a function that reads a file and gives the reading before, too. */
export function readTwice(files: HostFiles, path: string): () => Promise<TwoTexts> {
  let previous: ReadText | undefined;
  return async () => {
    const current = { text: await files.read(path), atMs: performance.now() };
    const both = { current, ...(previous ? { previous } : {}) };
    previous = current;
    return both;
  };
}
