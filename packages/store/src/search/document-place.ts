import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';

/** Where a document is that a query reads. */
export interface DocumentPlace {
  readonly index: string;
  readonly id: string;
  readonly routing: string | undefined;
}

/** Reads the source of a document as it is now, searchable yet or not; undefined if there is none. */
export type ReadDocument = (place: DocumentPlace) => Promise<JsonObject | undefined>;

/** For searches that have no store around them. */
export const readNoDocuments: ReadDocument = () => {
  throw errors.illegalArgument('a query cannot read other documents here');
};
