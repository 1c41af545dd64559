import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';

const CONTAINER_ID = /^[0-9a-f]{64}$/;
const FOLDER_WATCHERS_MAX = 512;

/** Told of container folders: `found` for each id that is there, `changed` when something happens in a watched one. */
export interface ContainerFoldersListener {
  found(id: string): void;
  changed(id: string): void;
}

/**
 * Watches the engine's folder of containers, so that a new container is seen before it may have ended. Where the
 * kernel cannot watch, only `list` finds them.
 */
export class ContainerFolders {
  readonly path: string;
  private readonly listener: ContainerFoldersListener;
  private watcher: FSWatcher | undefined;
  private readonly folders = new Map<string, FSWatcher>();

  constructor(path: string, listener: ContainerFoldersListener) {
    this.path = path;
    this.listener = listener;
  }

  get isWatching(): boolean {
    return this.watcher !== undefined;
  }

  /** Tells of every container that is there, and begins to watch; rejects when the folder cannot be read. */
  async list(): Promise<void> {
    this.watcher ??= this.watch(this.path, (name) => {
      if (name !== null && CONTAINER_ID.test(name)) {
        this.listener.found(name);
      }
    });
    for (const name of await readdir(this.path)) {
      if (CONTAINER_ID.test(name)) {
        this.listener.found(name);
      }
    }
  }

  /** Watches the folder of a container that has no log file yet. */
  watchContainer(id: string): void {
    if (!this.folders.has(id) && this.folders.size < FOLDER_WATCHERS_MAX) {
      const watcher = this.watch(`${this.path}/${id}`, () => this.listener.changed(id));
      if (watcher) {
        this.folders.set(id, watcher);
      }
    }
  }

  unwatchContainer(id: string): void {
    this.folders.get(id)?.close();
    this.folders.delete(id);
  }

  close(): void {
    this.watcher?.close();
    this.watcher = undefined;
    for (const watcher of this.folders.values()) {
      watcher.close();
    }
    this.folders.clear();
  }

  private watch(path: string, changed: (name: string | null) => void): FSWatcher | undefined {
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => changed(name));
      watcher.on('error', () => {
        // Deleted, or out of watches: polling goes on, and the next `list` tries again.
        watcher.close();
        if (this.watcher === watcher) {
          this.watcher = undefined;
        }
      });
      return watcher;
    } catch {
      // No such folder, or out of watches: polling finds what happens, a little later.
      return undefined;
    }
  }
}
