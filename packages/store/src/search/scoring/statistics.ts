import { print, type Sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import type { FieldStatistics } from './bm25.ts';

/** What scores depend on beside the document that is scored. */
export interface Statistics {
  field(field: SearchField): FieldStatistics;
  /** How many documents of the index fulfil a condition. */
  documents(condition: Sql): number;
}

/** What a query asks of the statistics of an index, found out by scoring it once with `statistics`, which knows nothing. */
export class StatisticsNeeds {
  readonly fields = new Map<string, SearchField>();
  readonly conditions = new Map<string, Sql>();
  readonly statistics: Statistics = {
    field: (field) => {
      this.fields.set(field.path, field);
      return { documents: 0, averageLength: 1 };
    },
    documents: (condition) => {
      this.conditions.set(print(condition), condition);
      return 0;
    },
  };

  /** The same for needs of the same. */
  get key(): string {
    return [...this.conditions.keys(), ...this.fields.keys()].join('\n');
  }

  get isEmpty(): boolean {
    return this.fields.size === 0 && this.conditions.size === 0;
  }
}

/** Statistics that have been counted; of anything else there are no documents. */
export const countedStatistics = (
  fields: ReadonlyMap<string, FieldStatistics>,
  conditions: ReadonlyMap<string, number>,
): Statistics => ({
  field: ({ path }) => fields.get(path) ?? { documents: 0, averageLength: 1 },
  documents: (condition) => conditions.get(print(condition)) ?? 0,
});
