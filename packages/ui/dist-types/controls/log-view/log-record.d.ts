import type { LogLine } from '@longshore/common/api/logs';
import type { LineActions } from './log-row.tsx';
/** Everything a line carries, as a table or as JSON. */
export declare function LogRecord({ line, columns, actions, }: {
    readonly line: LogLine;
    readonly columns: readonly string[];
    readonly actions: LineActions | undefined;
}): import("react").JSX.Element;
//# sourceMappingURL=log-record.d.ts.map