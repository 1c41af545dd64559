import type { Row } from '../../engine/engine.ts';
import { raw, type Sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { PlannedAgg } from './agg-plan.ts';
import type { Columns } from './agg-type.ts';

/** What is computed for each bucket: metrics, and what aggregations below need to know of it. */
export interface Layout {
  readonly parts: readonly Part[];
}

interface Part {
  readonly owner: PlannedAgg;
  readonly columns: Columns;
  readonly inputNames: readonly Sql[];
  readonly columnNames: readonly string[];
}

/** The columns that the children of a bucket need in the bucket's own statement. */
export function layoutOf(children: readonly PlannedAgg[], branches: readonly Branch[]): Layout {
  const parts: Part[] = [];
  let inputs = 0;
  let outputs = 0;
  const [sample] = branches;
  for (const owner of children) {
    const columns = columnsOf(owner);
    if (columns === undefined || sample === undefined) {
      continue;
    }
    const inputNames = columns.inputs(sample).map((_, i) => raw(`v${inputs + i}`));
    const outputCount = columns.columns(inputNames).length;
    const columnNames = Array.from({ length: outputCount }, (_, i) => `c${outputs + i}`);
    parts.push({ owner, columns, inputNames, columnNames });
    inputs += inputNames.length;
    outputs += outputCount;
  }
  return { parts };
}

function columnsOf(agg: PlannedAgg): Columns | undefined {
  if (agg.kind === 'metric') {
    return agg.plan;
  }
  return agg.kind === 'bucket' ? agg.plan.around : undefined;
}

/** What the columns of a child say in one row; undefined if there is no row. */
export function partValues(layout: Layout, owner: PlannedAgg, row: Row | undefined) {
  const part = layout.parts.find((candidate) => candidate.owner === owner);
  return row === undefined || part === undefined
    ? undefined
    : part.columnNames.map((name) => row[name]);
}
