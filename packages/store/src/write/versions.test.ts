import { LongshoreError } from '@longshore/common/errors';
import { expect, test } from 'vitest';
import { DocumentValues } from './document-values.ts';
import type { WriteOperation } from './operation.ts';
import { type DocumentState, decide } from './versions.ts';

const live: DocumentState = { seqNo: 7, version: 3, isDeleted: false };
const deleted: DocumentState = { seqNo: 8, version: 4, isDeleted: true };
const content = {
  id: 'a',
  source: Buffer.from('{}'),
  row: { timeMs: 0, values: new DocumentValues() },
};
type Identified = WriteOperation & { readonly id: string };
const index = (conditions = {}): Identified => ({ kind: 'index', ...content, ...conditions });
const create: Identified = { kind: 'create', ...content };
const remove = (conditions = {}): Identified => ({ kind: 'delete', id: 'a', ...conditions });

test.each([
  [
    'a new document is created with version 1',
    index(),
    undefined,
    { version: 1, result: 'created' },
  ],
  ['an overwrite counts up', index(), live, { version: 4, result: 'updated' }],
  ['after a delete the version goes on', index(), deleted, { version: 5, result: 'created' }],
  ['a create after a delete too', create, deleted, { version: 5, result: 'created' }],
  ['a delete counts as a version', remove(), live, { version: 4, result: 'deleted' }],
  ['a delete of nothing is not found', remove(), undefined, { version: 1, result: 'not_found' }],
  ['a second delete is not found', remove(), deleted, { version: 5, result: 'not_found' }],
  [
    'the right sequence number passes',
    index({ ifSeqNo: 7, ifPrimaryTerm: 1 }),
    live,
    { version: 4, result: 'updated' },
  ],
  [
    'a higher external version is taken',
    index({ version: 9 }),
    live,
    { version: 9, result: 'updated' },
  ],
  [
    'an equal one with external_gte',
    index({ version: 3, versionType: 'external_gte' }),
    live,
    { version: 3, result: 'updated' },
  ],
] as const)('%s', (_, operation, current, decision) => {
  expect(decide(operation, current)).toEqual(decision);
});

test.each([
  ['create of what exists', create, live, 'document already exists (current version [3])'],
  [
    'wrong sequence number',
    index({ ifSeqNo: 6 }),
    live,
    'required seqNo [6], primary term [1]. current document has seqNo [7] and primary term [1]',
  ],
  [
    'wrong primary term',
    index({ ifSeqNo: 7, ifPrimaryTerm: 2 }),
    live,
    'required seqNo [7], primary term [2]. current document has seqNo [7] and primary term [1]',
  ],
  [
    'sequence number of what is gone',
    remove({ ifSeqNo: 8 }),
    deleted,
    'required seqNo [8], primary term [1]. but no document was found',
  ],
  [
    'equal external version',
    index({ version: 3 }),
    live,
    'current version [3] is higher or equal to the one provided [3]',
  ],
  [
    'external version below that of a delete',
    index({ version: 2 }),
    deleted,
    'current version [4] is higher or equal to the one provided [2]',
  ],
  [
    'lower version with external_gte',
    remove({ version: 2, versionType: 'external_gte' }),
    live,
    'current version [3] is higher than the one provided [2]',
  ],
] as const)('a conflict is answered as Elasticsearch does: %s', (_, operation, current, reason) => {
  const conflict = decide(operation, current);
  expect(conflict).toBeInstanceOf(LongshoreError);
  expect(conflict).toMatchObject({
    type: 'version_conflict_engine_exception',
    status: 409,
    message: `[a]: version conflict, ${reason}`,
  });
});
