import type { RestRoute } from '../route.ts';
import { getAlias } from './aliases.ts';
import { changeAliases, deleteAlias, putAlias } from './change-aliases.ts';
import { deleteDataStream, getDataStream, putDataStream } from './data-streams.ts';
import { createIndex, deleteIndex, getIndex } from './index-admin.ts';
import { getFieldMapping, getMapping, putMapping } from './index-mappings.ts';
import { getSettings, putSettings } from './index-settings.ts';
import { lifecyclePolicies } from './lifecycle-policies.ts';
import { refresh } from './refresh.ts';
import { stats } from './stats.ts';
import {
  deleteComponentTemplate,
  deleteIndexTemplate,
  getComponentTemplate,
  getIndexTemplate,
  legacyTemplates,
  putComponentTemplate,
  putIndexTemplate,
} from './templates.ts';

/** APIs of indices, aliases, templates and data streams. */
export const INDICES_ROUTES: readonly RestRoute[] = [
  getAlias,
  changeAliases,
  deleteAlias,
  putAlias,
  deleteDataStream,
  getDataStream,
  putDataStream,
  createIndex,
  deleteIndex,
  getIndex,
  getFieldMapping,
  getMapping,
  putMapping,
  getSettings,
  putSettings,
  lifecyclePolicies,
  refresh,
  stats,
  deleteComponentTemplate,
  deleteIndexTemplate,
  getComponentTemplate,
  getIndexTemplate,
  legacyTemplates,
  putComponentTemplate,
  putIndexTemplate,
];
