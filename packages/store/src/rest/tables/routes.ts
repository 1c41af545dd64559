import type { RestRoute } from '../route.ts';
import { closeSql, sql, translateSql } from './sql.ts';

/** APIs of query languages whose answers are tables. */
export const TABLE_ROUTES: readonly RestRoute[] = [sql, closeSql, translateSql];
