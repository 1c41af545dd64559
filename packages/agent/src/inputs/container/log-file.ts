import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { AckSource } from '../../publisher/batch.ts';
import type { FileState, Registry } from '../../registry/registry.ts';

const HEAD_BYTES_MAX = 256;
const readAsync = promisify(read);

/** Where a file is in the registry: its container and its inode, since names move on with rotation. */
const registryKey = (container: string, identity: string) => `container::${container}::${identity}`;

/**
 * One log file that is being read: an open descriptor, so that it can be read to its end after it was renamed or
 * deleted, and how far it was read and delivered.
 */
export class LogFile implements AckSource {
  readonly container: string;
  /** Device and inode. */
  readonly identity: string;
  path: string;
  /** Everything before it was decoded. */
  readOffset = 0;
  /** Up to here events are on their way or delivered. */
  markedOffset = 0;
  /** Up to here events were delivered. */
  ackedOffset = 0;
  /** The rest of a line that is passed over. */
  isSkippingLine = false;
  /** No name leads to it any more. */
  isDeleted = false;
  private readonly registry: Registry;
  private descriptor: number | undefined;
  private head: { readonly hash: string; readonly bytes: number } | undefined;
  private isForgotten = false;
  private isReading = false;
  private isClosing = false;

  private constructor(
    registry: Registry,
    { container, path, identity }: Pick<LogFile, 'container' | 'path' | 'identity'>,
    descriptor: number,
  ) {
    this.registry = registry;
    this.container = container;
    this.path = path;
    this.identity = identity;
    this.descriptor = descriptor;
  }

  /** Opens the file that has this name now; `undefined` when there is none. */
  static open(registry: Registry, container: string, path: string): LogFile | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    const { dev, ino } = fstatSync(descriptor, { bigint: true });
    return new LogFile(registry, { container, path, identity: `${dev}-${ino}` }, descriptor);
  }

  get key(): string {
    return registryKey(this.container, this.identity);
  }

  /** Bytes in the file now. */
  size(): number {
    return this.descriptor === undefined ? this.readOffset : fstatSync(this.descriptor).size;
  }

  /** What the registry remembers of exactly this file; another file on the same inode has another head. */
  remembered(): FileState | undefined {
    const state = this.registry.get(this.key);
    if (!state || state.offset > this.size()) {
      return undefined;
    }
    return state.head === undefined || state.head === this.hashHead(state.headBytes ?? 0)
      ? state
      : undefined;
  }

  /** Begins to read here; in the middle of a line when that is said. */
  seek(offset: number, isMiddleOfLine = false): void {
    this.readOffset = offset;
    this.markedOffset = offset;
    this.ackedOffset = offset;
    this.isSkippingLine = isMiddleOfLine;
  }

  /** Fills the buffer from where reading stands; resolves with the number of bytes, 0 at the end. */
  async read(buffer: Buffer): Promise<number> {
    if (this.descriptor === undefined) {
      return 0;
    }
    this.isReading = true;
    try {
      const { descriptor, readOffset } = this;
      const { bytesRead } = await readAsync(descriptor, buffer, 0, buffer.length, readOffset);
      return this.isClosing ? 0 : bytesRead;
    } finally {
      this.isReading = false;
      if (this.isClosing) {
        this.close();
      }
    }
  }

  acknowledge(position: number): void {
    if (this.isForgotten || position < this.ackedOffset) {
      return;
    }
    this.ackedOffset = position;
    if (this.isDeleted && position >= this.readOffset) {
      this.forget();
      return;
    }
    this.head ??= this.measureHead();
    this.registry.set(this.key, {
      path: this.path,
      container: this.container,
      offset: position,
      ...(this.head ? { head: this.head.hash, headBytes: this.head.bytes } : {}),
    });
  }

  /** The file will not come back: it leaves the registry, and later acknowledgements are not written. */
  forget(): void {
    this.isForgotten = true;
    this.registry.remove(this.key);
  }

  /** As `forget`, when another reader of the same file takes over. */
  retire(): void {
    this.isForgotten = true;
    this.close();
  }

  /** Closed at once, or when a read that is under way is over: its number may be another file's right after. */
  close(): void {
    if (this.isReading) {
      this.isClosing = true;
    } else if (this.descriptor !== undefined) {
      // Kept for acknowledgements that come later.
      this.head ??= this.measureHead();
      closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }

  private measureHead(): LogFile['head'] {
    const bytes = Math.min(HEAD_BYTES_MAX, this.size());
    const hash = bytes > 0 ? this.hashHead(bytes) : undefined;
    return hash === undefined ? undefined : { hash, bytes };
  }

  private hashHead(bytes: number): string | undefined {
    if (this.descriptor === undefined || bytes === 0) {
      return undefined;
    }
    const head = Buffer.alloc(bytes);
    const read = readSync(this.descriptor, head, 0, bytes, 0);
    return read === bytes ? createHash('sha1').update(head).digest('base64') : undefined;
  }
}
