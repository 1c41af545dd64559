import type { Logger } from 'pino';
import type { IndexCatalog } from '../index/catalog.ts';
import type { Indices } from '../indices.ts';
import type { Writer } from '../write/writer.ts';
import type { LifecycleErrors } from './lifecycle-errors.ts';

/** What lifecycles work on. */
export interface LifecycleParts {
  readonly catalog: IndexCatalog;
  readonly indices: Indices;
  readonly writer: Pick<Writer, 'counts' | 'merge' | 'refresh'>;
  readonly errors: LifecycleErrors;
  readonly log: Logger;
}
