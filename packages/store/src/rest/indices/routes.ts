import type { RestRoute } from '../route.ts';
import { getAlias } from './aliases.ts';
import { analyze } from './analyze.ts';
import { addBlock, removeBlock } from './blocks.ts';
import { changeAliases, deleteAlias, putAlias } from './change-aliases.ts';
import { deleteDataStream, getDataStream, putDataStream } from './data-streams.ts';
import { clearCache, flush, forceMerge } from './flush.ts';
import { createIndex, deleteIndex, getIndex } from './index-admin.ts';
import { getFieldMapping, getMapping, putMapping } from './index-mappings.ts';
import { getSettings, putSettings } from './index-settings.ts';
import { deleteLegacyTemplate, getLegacyTemplate, putLegacyTemplate } from './legacy-templates.ts';
import { lifecyclePolicies } from './lifecycle-policies.ts';
import { closeIndex, openIndex } from './open-close.ts';
import { refresh } from './refresh.ts';
import { resolveIndex } from './resolve-index.ts';
import { rollover } from './rollover.ts';
import { simulateIndexTemplate, simulateTemplate } from './simulate-template.ts';
import { stats } from './stats.ts';
import {
  deleteComponentTemplate,
  deleteIndexTemplate,
  getComponentTemplate,
  getIndexTemplate,
  putComponentTemplate,
  putIndexTemplate,
} from './templates.ts';

/** APIs of indices, aliases, templates and data streams. */
export const INDICES_ROUTES: readonly RestRoute[] = [
  addBlock,
  analyze,
  changeAliases,
  clearCache,
  closeIndex,
  createIndex,
  deleteAlias,
  deleteComponentTemplate,
  deleteDataStream,
  deleteIndex,
  deleteIndexTemplate,
  deleteLegacyTemplate,
  flush,
  forceMerge,
  getAlias,
  getComponentTemplate,
  getDataStream,
  getFieldMapping,
  getIndex,
  getIndexTemplate,
  getLegacyTemplate,
  getMapping,
  getSettings,
  lifecyclePolicies,
  openIndex,
  putAlias,
  putComponentTemplate,
  putDataStream,
  putIndexTemplate,
  putLegacyTemplate,
  putMapping,
  putSettings,
  refresh,
  removeBlock,
  resolveIndex,
  rollover,
  simulateIndexTemplate,
  simulateTemplate,
  stats,
];
