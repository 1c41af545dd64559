import type { LogLine } from '@longshore/common/api/logs';
import { type LineActions } from './log-row.tsx';
import type { LogTail } from './use-log-lines.ts';
interface Props {
    readonly lines: readonly LogLine[];
    readonly terms: readonly string[];
    readonly columns: readonly string[];
    readonly wraps: boolean;
    readonly showsContainer: boolean;
    readonly tail: LogTail | undefined;
    /** Asks for older lines; undefined when there are none. */
    readonly onOlder: (() => void) | undefined;
    readonly openId: string | undefined;
    readonly onOpen: (id: string | undefined) => void;
    readonly actions: LineActions | undefined;
}
/** Log lines, newest first. Only those on screen are drawn; scrolling away from the top holds new ones back. */
export declare function LogTable(props: Props): import("react").JSX.Element;
export {};
//# sourceMappingURL=log-table.d.ts.map