import { findField } from '../field-context.ts';
import type { CompileContext } from '../query.ts';
import { fieldsOfObjects } from './object-columns.ts';

/** What queries and aggregations on nested objects are compiled with: each object is a row with its own fields only. */
export function nestedContext(around: CompileContext, path: string): CompileContext {
  const own = fieldsOfObjects(around.mapping, path);
  const mapping = { ...around.mapping, fields: new Map(own.map((field) => [field.path, field])) };
  const context: CompileContext = {
    ...around,
    mapping,
    scope: path,
    around,
    statistics: undefined,
    field: (name) => findField(mapping, name),
    isMapped: (name) => findField(mapping, name) !== undefined || around.isMapped(name),
    compile: (query) => query.type.compile(context.specOf(query), context),
    score: (query) => query.type.score?.(context.specOf(query), context) ?? 1,
  };
  return context;
}
