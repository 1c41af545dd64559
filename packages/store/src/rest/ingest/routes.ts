import type { RestRoute } from '../route.ts';
import { geoipStats } from './geoip-stats.ts';
import { grokPatterns } from './grok-patterns.ts';
import { deletePipeline, getPipeline, putPipeline } from './pipelines.ts';
import { simulateIngest } from './simulate-ingest.ts';
import { simulatePipeline } from './simulate-pipeline.ts';

/** Ingest pipelines. */
export const INGEST_ROUTES: readonly RestRoute[] = [
  deletePipeline,
  geoipStats,
  getPipeline,
  grokPatterns,
  putPipeline,
  simulateIngest,
  simulatePipeline,
];
