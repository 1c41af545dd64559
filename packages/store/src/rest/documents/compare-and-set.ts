import { errors } from '@longshore/common/errors';

/** Refuses a sequence number without a primary term or the contrary, and numbers that no document can have. */
export function checkCompareAndSet(
  ifSeqNo: number | undefined,
  ifPrimaryTerm: number | undefined,
): void {
  if (ifSeqNo !== undefined && ifSeqNo < 0) {
    throw errors.illegalArgument(`sequence numbers must be non negative. got [${ifSeqNo}].`);
  }
  if (ifPrimaryTerm !== undefined && ifPrimaryTerm < 0) {
    throw errors.illegalArgument(`primary term must be non negative. got [${ifPrimaryTerm}]`);
  }
  if (ifSeqNo !== undefined && !ifPrimaryTerm) {
    throw errors.validation('1: ifSeqNo is set, but primary term is [0];');
  }
  if (ifSeqNo === undefined && ifPrimaryTerm) {
    throw errors.validation(`1: ifSeqNo is unassigned, but primary term is [${ifPrimaryTerm}];`);
  }
}

/** What an update asks for beside its change. */
export interface UpdateConditions {
  readonly ifSeqNo: number | undefined;
  readonly ifPrimaryTerm: number | undefined;
  /** How often it may be tried again when somebody was faster. */
  readonly retries: number | undefined;
}

/** Refuses an update that is to be done to one state of a document, and again or without a document as well. */
export function checkUpdateConditions(
  { ifSeqNo, ifPrimaryTerm, retries = 0 }: UpdateConditions,
  inserts: { readonly upsert: boolean; readonly docAsUpsert: boolean },
): void {
  checkCompareAndSet(ifSeqNo, ifPrimaryTerm);
  if (ifSeqNo === undefined) {
    return;
  }
  const found = [
    retries > 0 && 'compare and write operations can not be retried',
    inserts.docAsUpsert && 'compare and write operations can not be used with upsert',
    inserts.upsert && "upsert requests don't support `if_seq_no` and `if_primary_term`",
  ].filter((reason) => reason !== false);
  if (found.length > 0) {
    throw errors.validation(found.map((reason, i) => `${i + 1}: ${reason};`).join(''));
  }
}
