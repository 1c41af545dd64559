import { getAlias } from './aliases.ts';
import { bulk } from './bulk.ts';
import { catAliases } from './cat-aliases.ts';
import { catIndices } from './cat-indices.ts';
import { changeAliases, deleteAlias, putAlias } from './change-aliases.ts';
import { catHealth, clusterHealth } from './cluster-health.ts';
import { count } from './count.ts';
import { deleteDataStream, getDataStream, putDataStream } from './data-streams.ts';
import { fieldCaps } from './field-caps.ts';
import { getDocument, getSource } from './get-document.ts';
import { createIndex, deleteIndex, getIndex } from './index-admin.ts';
import { getFieldMapping, getMapping, putMapping } from './index-mappings.ts';
import { getSettings, putSettings } from './index-settings.ts';
import { info, license, xpack } from './info.ts';
import { lifecyclePolicies } from './lifecycle-policies.ts';
import { msearch } from './msearch.ts';
import { multiGet } from './multi-get.ts';
import { nodes, nodesIngest } from './nodes.ts';
import { refresh } from './refresh.ts';
import type { RestRoute } from './route.ts';
import { search } from './search.ts';
import { selfStats } from './self-stats.ts';
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
import {
  createDocument,
  deleteDocument,
  indexDocument,
  indexNewDocument,
  update,
} from './write-document.ts';

/** Every API of the store. A new one is a file and a word here. */
export const ROUTES: readonly RestRoute[] = [
  info,
  license,
  xpack,
  bulk,
  indexDocument,
  indexNewDocument,
  createDocument,
  update,
  deleteDocument,
  getDocument,
  getSource,
  multiGet,
  refresh,
  search,
  count,
  msearch,
  createIndex,
  getIndex,
  deleteIndex,
  getAlias,
  putAlias,
  deleteAlias,
  changeAliases,
  getMapping,
  getFieldMapping,
  putMapping,
  getSettings,
  putSettings,
  fieldCaps,
  putIndexTemplate,
  getIndexTemplate,
  deleteIndexTemplate,
  putComponentTemplate,
  getComponentTemplate,
  deleteComponentTemplate,
  legacyTemplates,
  putDataStream,
  getDataStream,
  deleteDataStream,
  lifecyclePolicies,
  catIndices,
  catAliases,
  catHealth,
  clusterHealth,
  stats,
  selfStats,
  nodes,
  nodesIngest,
];
