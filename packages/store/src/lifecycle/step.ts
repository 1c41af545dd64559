import type { IndexEntry } from '../index/index-entry.ts';
import { type AliasChange, changedAliases } from './changed-aliases.ts';
import type { LifecycleParts } from './parts.ts';
import { type RolloverStep, rollOverIndex } from './roll-over-index.ts';
import { refuseWriteIndex } from './write-index.ts';

/** Something done within an index, all of it in one line of the journal. */
interface ChangeStep {
  readonly kind: 'change';
  readonly settings?: Readonly<Record<string, string>>;
  readonly aliases?: readonly AliasChange[];
  readonly isClosed?: boolean;
  /** Its parts on disk become few before anything else is changed. */
  readonly merges?: boolean;
}

/** What a policy has done to an index, in the terms of no kind of policy. Done twice it changes nothing more. */
export type Step = ChangeStep | RolloverStep | { readonly kind: 'delete' };

interface Performing {
  readonly now: Date;
  /** Called when the step is done, to mark it in the entry: the mark is in the line of the journal that the change is in. */
  readonly note?: () => void;
}

/** Does a step; `waiting` when its conditions do not hold yet. Throws when it cannot be done as things are. */
export async function perform(
  parts: LifecycleParts,
  entry: IndexEntry,
  { step, now, note }: Performing & { readonly step: Step },
): Promise<'done' | 'waiting'> {
  switch (step.kind) {
    case 'change':
      await change(parts, entry, { step, note });
      return 'done';
    case 'rollover':
      return rollOverIndex(parts, entry, { step, now });
    case 'delete':
      refuseWriteIndex(parts.catalog, entry, 'deleted');
      await parts.indices.remove([entry]);
      return 'done';
  }
}

async function change(
  { catalog, writer }: LifecycleParts,
  entry: IndexEntry,
  { step, note }: { readonly step: ChangeStep; readonly note: (() => void) | undefined },
): Promise<void> {
  if (step.merges === true) {
    await writer.merge(entry.uuid);
  }
  if (step.isClosed === true) {
    refuseWriteIndex(catalog, entry, 'closed');
    // What waits for a refresh is brought in first: nobody asks for it while the index is closed.
    await writer.refresh([entry.uuid]);
  }
  if (step.aliases !== undefined) {
    entry.aliases = changedAliases(catalog, entry, step.aliases);
  }
  entry.settings = { ...entry.settings, ...step.settings };
  entry.isClosed = step.isClosed ?? entry.isClosed;
  note?.();
  catalog.save(entry);
  await catalog.sync();
}
