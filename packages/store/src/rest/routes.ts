import type { RestRoute } from './route.ts';

/** Every API of the store. A new one is a file and a word here. */
export const ROUTES: readonly RestRoute[] = [];
