import type { LogFilter } from '@longshore/common/api/logs';
import { type Search } from '../../url-state.ts';
/** Which lines a log view shows: the query and the filter pills. */
export interface LogSelection {
    readonly query: string;
    readonly filters: readonly LogFilter[];
}
/** Reads the selection of an address: `q`, and `f` as `container.name:api,-log.level:debug`. */
export declare function parseSelection(search: Search): LogSelection;
/** Writes filters into the address. */
export declare function stringifyFilters(filters: readonly LogFilter[]): string | undefined;
/** Adds a filter; the same field and value once only, in its newest sense. */
export declare function withFilter(filters: readonly LogFilter[], added: LogFilter): LogFilter[];
/** Leaves a filter out. */
export declare function without(filters: readonly LogFilter[], gone: LogFilter): LogFilter[];
//# sourceMappingURL=selection.d.ts.map