import type { LogFilter, LogLine } from '@longshore/common/api/logs';
/** What can be done with a field of a line. */
export interface LineActions {
    readonly addFilter: (filter: LogFilter) => void;
    readonly toggleColumn: (field: string) => void;
}
/** One line, and its whole record when it is open. */
export declare const LogRow: import("react").MemoExoticComponent<({ line, terms, columns, wraps, showsContainer, isOpen, onOpen, actions, }: {
    readonly line: LogLine;
    readonly terms: readonly string[];
    readonly columns: readonly string[];
    readonly wraps: boolean;
    readonly showsContainer: boolean;
    readonly isOpen: boolean;
    readonly onOpen: (id: string | undefined) => void;
    readonly actions: LineActions | undefined;
}) => import("react").JSX.Element>;
//# sourceMappingURL=log-row.d.ts.map