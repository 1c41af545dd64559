import type { RestRoute } from '../route.ts';
import { executeScript } from './execute-script.ts';
import { getScriptContexts, getScriptLanguages } from './script-info.ts';
import { deleteScript, getScript, putScript } from './stored-scripts.ts';

/** APIs that store, list and try scripts. */
export const SCRIPTS_ROUTES: readonly RestRoute[] = [
  deleteScript,
  executeScript,
  getScript,
  getScriptContexts,
  getScriptLanguages,
  putScript,
];
