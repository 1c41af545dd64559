import type { RestRoute } from '../route.ts';
import { getAlias } from './aliases.ts';
import { analyze } from './analyze.ts';
import { addBlock, removeBlock } from './blocks.ts';
import { changeAliases, deleteAlias, putAlias } from './change-aliases.ts';
import { migrateToDataStream, modifyDataStream, promoteDataStream } from './data-stream-changes.ts';
import {
  getDataStreamMappings,
  getDataStreamSettings,
  putDataStreamMappings,
  putDataStreamSettings,
} from './data-stream-details.ts';
import {
  dataStreamLifecycleStats,
  deleteDataStreamLifecycle,
  explainDataStreamLifecycle,
  getDataStreamLifecycle,
  putDataStreamLifecycle,
} from './data-stream-lifecycle.ts';
import {
  deleteDataStreamOptions,
  getDataStreamOptions,
  putDataStreamOptions,
} from './data-stream-options.ts';
import { dataStreamStats } from './data-stream-stats.ts';
import { deleteDataStream, getDataStream, putDataStream } from './data-streams.ts';
import { clearCache, flush, forceMerge } from './flush.ts';
import { explainLifecycle, removePolicy, retryLifecycle } from './ilm-indices.ts';
import { moveToStep } from './ilm-move.ts';
import {
  deletePolicy,
  getPolicy,
  lifecycleStatus,
  putPolicy,
  startPolicies,
  stopPolicies,
} from './ilm-policies.ts';
import { createIndex, deleteIndex, getIndex } from './index-admin.ts';
import { getFieldMapping, getMapping, putMapping } from './index-mappings.ts';
import { getSettings, putSettings } from './index-settings.ts';
import { deleteLegacyTemplate, getLegacyTemplate, putLegacyTemplate } from './legacy-templates.ts';
import { closeIndex, openIndex } from './open-close.ts';
import { recovery } from './recovery.ts';
import { refresh } from './refresh.ts';
import { reloadSearchAnalyzers } from './reload-analyzers.ts';
import { cloneIndex, shrinkIndex, splitIndex } from './resize.ts';
import { resolveCluster } from './resolve-cluster.ts';
import { resolveIndex } from './resolve-index.ts';
import { rollover } from './rollover.ts';
import { segments } from './segments.ts';
import { shardStores } from './shard-stores.ts';
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
  cloneIndex,
  closeIndex,
  createIndex,
  dataStreamLifecycleStats,
  dataStreamStats,
  deleteAlias,
  deleteComponentTemplate,
  deleteDataStream,
  deleteDataStreamLifecycle,
  deleteDataStreamOptions,
  deleteIndex,
  deleteIndexTemplate,
  deleteLegacyTemplate,
  deletePolicy,
  explainDataStreamLifecycle,
  explainLifecycle,
  flush,
  forceMerge,
  getAlias,
  getComponentTemplate,
  getDataStream,
  getDataStreamLifecycle,
  getDataStreamMappings,
  getDataStreamOptions,
  getDataStreamSettings,
  getFieldMapping,
  getIndex,
  getIndexTemplate,
  getLegacyTemplate,
  getMapping,
  getPolicy,
  getSettings,
  lifecycleStatus,
  migrateToDataStream,
  modifyDataStream,
  moveToStep,
  openIndex,
  promoteDataStream,
  putAlias,
  putComponentTemplate,
  putDataStream,
  putDataStreamLifecycle,
  putDataStreamMappings,
  putDataStreamOptions,
  putDataStreamSettings,
  putIndexTemplate,
  putLegacyTemplate,
  putMapping,
  putPolicy,
  putSettings,
  recovery,
  refresh,
  reloadSearchAnalyzers,
  removeBlock,
  removePolicy,
  resolveCluster,
  resolveIndex,
  retryLifecycle,
  rollover,
  segments,
  shardStores,
  shrinkIndex,
  simulateIndexTemplate,
  simulateTemplate,
  splitIndex,
  startPolicies,
  stats,
  stopPolicies,
];
