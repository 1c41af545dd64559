import type { RestRoute } from '../route.ts';
import { esql } from './esql.ts';
import { closeSql, sql, translateSql } from './sql.ts';

/** APIs of query languages whose answers are tables. */
export const TABLE_ROUTES: readonly RestRoute[] = [sql, closeSql, translateSql, esql];
