import type { RestRoute } from '../route.ts';
import { addIsmPolicy, removeIsmPolicy } from './attach.ts';
import { changeIsmPolicy, retryIsm } from './change.ts';
import { explainIsm } from './explain.ts';
import { deleteIsmPolicy, getIsmPolicies, getIsmPolicy, putIsmPolicy } from './policies.ts';

/** APIs of Index State Management. */
export const ISM_ROUTES: readonly RestRoute[] = [
  addIsmPolicy,
  changeIsmPolicy,
  deleteIsmPolicy,
  explainIsm,
  getIsmPolicies,
  getIsmPolicy,
  putIsmPolicy,
  removeIsmPolicy,
  retryIsm,
];
