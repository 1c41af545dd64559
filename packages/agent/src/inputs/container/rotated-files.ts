import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Registry } from '../../registry/registry.ts';
import { LogFile } from './log-file.ts';

/** A rotation between listing and opening is rare, and two in a row rarer. */
const TRIES_MAX = 3;

/**
 * Opens the log at `path` and those of its rotated predecessors (`path.1`, `path.2` …) that are readable as text,
 * oldest first. The engine renames while we look, so what was opened is checked and opened again.
 */
export function openChain(registry: Registry, container: string, path: string): LogFile[] {
  for (let attempt = 1; ; attempt++) {
    const before = identityOf(path);
    const files = new Map<string, LogFile>();
    for (const name of chainNames(path)) {
      const file = LogFile.open(registry, container, join(dirname(path), name));
      if (file && files.has(file.identity)) {
        file.close();
      } else if (file) {
        files.set(file.identity, file);
      }
    }
    if (identityOf(path) === before || attempt === TRIES_MAX) {
      return [...files.values()];
    }
    for (const file of files.values()) {
      file.close();
    }
  }
}

/** Device and inode of what has this name; `undefined` when nothing has. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}-${stat.ino}`;
}

function chainNames(path: string): string[] {
  const current = basename(path);
  const rotated = readdirSync(dirname(path)).flatMap((name) => {
    const number = name.startsWith(`${current}.`) ? Number(name.slice(current.length + 1)) : 0;
    return Number.isInteger(number) && number > 0 ? [{ name, number }] : [];
  });
  rotated.sort((a, b) => b.number - a.number);
  return [...rotated.map(({ name }) => name), current];
}
