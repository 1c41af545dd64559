import { Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Problem } from './inventory.ts';

/** What works and what does not, for the frame of every page. */
export const getStatus = endpoint({
  method: 'GET',
  path: '/api/status',
  query: Type.Object({}),
  reply: Type.Object({
    version: Type.String(),
    storeReachable: Type.Boolean(),
    storeVersion: Type.Union([Type.String(), Type.Null()]),
    problems: Type.Array(Problem),
  }),
});
