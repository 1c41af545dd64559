import { errors } from '@longshore/common/errors';
import { illegalState } from '../configuration-error.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { flag, required, template, withDefault } from '../options.ts';
import type { Pipeline } from '../pipeline.ts';
import { PipelineRun } from '../pipeline-run.ts';
import { defineProcessor } from '../processor-type.ts';
import { runPipeline } from '../run-pipeline.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/pipeline-processor */
export const pipeline = defineProcessor({
  name: 'pipeline',
  summary: 'Runs another pipeline.',
  options: {
    name: required(template, 'Id of the pipeline.'),
    ignore_missing_pipeline: withDefault(flag, false, 'Do nothing when there is no such pipeline.'),
  },
  create: ({ name, ignore_missing_pipeline: ignoresMissing }) => {
    return (document, run) => {
      const id = name(document);
      const inner = run.pipelineOf(id);
      if (inner) {
        refuseCycle(inner, document, run);
        run.entered();
        runPipeline(inner, document, run);
      } else if (!ignoresMissing) {
        throw missing(id, run);
      }
    };
  },
});

function missing(id: string, run: PipelineRun) {
  const reason = `Pipeline processor configured for non-existent pipeline [${id}]`;
  if (run.tracer) {
    run.tracer.refused(errors.illegalArgument(reason));
  }
  return illegalState(reason);
}

/** A trace shows a cycle at the processor where it begins, so it is looked for on a copy before. */
function refuseCycle(inner: Pipeline, document: IngestDocument, run: PipelineRun): void {
  if (!run.tracer) {
    return;
  }
  const trial = new PipelineRun(run.pipelineOf);
  try {
    runPipeline(inner, document.copy(), trial);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Cycle detected for pipeline: ')) {
      throw error;
    }
  }
}
