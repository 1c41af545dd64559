import type { DocumentValues } from './document-values.ts';

/** A document's values by column name. */
export interface DocumentRow {
  /** When it happened, in epoch ms (`@timestamp`, or what its data stream has for it); 0 if it does not say. */
  readonly timeMs: number;
  readonly values: DocumentValues;
  /** What is stored of the source, where that is not all of it as it was received. */
  readonly stored?: {
    readonly text: string;
    /** It is only what the columns of the fields do not say. */
    readonly needsFields: boolean;
  };
}

interface Conditions {
  readonly ifSeqNo?: number;
  readonly ifPrimaryTerm?: number;
  /** With `versionType`: the version that the document gets, or, if that is `internal`, the one that it must have. */
  readonly version?: number;
  readonly versionType?: 'internal' | 'external' | 'external_gte';
}

/** One operation on one document of one index, already checked against the mapping. */
export type WriteOperation =
  | ({
      readonly kind: 'index' | 'create';
      /** Absent: the store makes one, and no look-up is needed. */
      readonly id?: string | undefined;
      /** The bytes as received. */
      readonly source: Buffer;
      /** The row has it too. */
      readonly routing?: string | undefined;
      readonly row: DocumentRow;
    } & Conditions)
  | ({ readonly kind: 'delete'; readonly id: string } & Conditions);

export interface WriteResult {
  readonly id: string;
  readonly result: 'created' | 'updated' | 'deleted' | 'not_found';
  readonly version: number;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** A document as get returns it. */
export interface StoredDocument {
  readonly id: string;
  readonly version: number;
  readonly seqNo: number;
  readonly primaryTerm: number;
  readonly routing?: string | undefined;
  /** Undefined where none is kept. */
  readonly source: Buffer | undefined;
  /** All that is indexed of it, which is the source unless a part of that is not kept. */
  readonly indexed: Buffer;
}
