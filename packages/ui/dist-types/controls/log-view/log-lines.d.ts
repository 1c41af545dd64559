import { type ReactNode } from 'react';
import type { LineActions } from './log-row.tsx';
import type { LogRequest, useLogLines } from './use-log-lines.ts';
/** The lines of a view in each of its states; the states are the same on every page that shows lines. */
export declare function LogLines({ request: { selection, isLive }, lines: { search, lines, tail }, empty, columns, wraps, showsContainer, openId, onOpen, actions, }: {
    readonly request: LogRequest;
    readonly lines: ReturnType<typeof useLogLines>;
    readonly empty: ReactNode;
    readonly columns: readonly string[];
    readonly wraps: boolean;
    readonly showsContainer: boolean;
    readonly openId: string | undefined;
    readonly onOpen: (id: string | undefined) => void;
    readonly actions?: LineActions;
}): string | number | bigint | boolean | import("react").JSX.Element | Iterable<ReactNode> | Promise<string | number | bigint | boolean | Iterable<ReactNode> | import("react").ReactElement<unknown, string | import("react").JSXElementConstructor<any>> | import("react").ReactPortal | null | undefined> | null | undefined;
//# sourceMappingURL=log-lines.d.ts.map