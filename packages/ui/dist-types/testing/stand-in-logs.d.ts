import type { Container } from '@longshore/common/api/inventory';
import type { LogFilter, LogLine } from '@longshore/common/api/logs';
/** The line with this number, counted from the epoch; the same number is always the same line. */
export declare function standInLine(number: number, containers: readonly Container[]): LogLine;
/** The numbers of the lines in a time range, newest first. */
export declare function lineNumbers(fromMs: number, toMs: number): {
    newest: number;
    oldest: number;
};
/** Whether a line fits a query (every bare word is in it; `field:value` on the source) and its filters. */
export declare function lineMatches(line: LogLine, query: string, filters: readonly LogFilter[]): boolean;
/** The value of a field of a line as text; undefined when the line has none. */
export declare function fieldOf(line: LogLine, field: string): string | undefined;
//# sourceMappingURL=stand-in-logs.d.ts.map