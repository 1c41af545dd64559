import { type Static, Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Unknown } from './schemas.ts';

/** How far a store is that was not ended cleanly and reads back what it had acknowledged and not yet written. */
export type StoreRecovery = Static<typeof StoreRecovery>;
export const StoreRecovery = Type.Object({
  indices: Type.Integer({ description: 'Of which there was something to read back.' }),
  indicesLeft: Type.Integer({ description: 'Of these, those that cannot be read yet.' }),
  operations: Type.Integer(),
  operationsDone: Type.Integer(),
});

/** Whether the store has all of its data; null: it has. */
export const getRecovery = endpoint({
  method: 'GET',
  path: '/api/recovery',
  query: Type.Object({}),
  reply: Type.Object({ recovery: Unknown(StoreRecovery) }),
});
