import type { ReactNode } from 'react';
/** The shape of what is coming. `rows` are the heights of its parts in pixels. */
export declare function Loading({ label, rows, }: {
    readonly label: string;
    readonly rows: readonly number[];
}): import("react").JSX.Element;
/** Why there is nothing, and what to do about it. */
export declare function Empty({ title, children, }: {
    readonly title: string;
    readonly children?: ReactNode;
}): import("react").JSX.Element;
/** What went wrong, in words a person can act on, with a retry and the details to send to somebody. */
export declare function Failed({ title, error, onRetry, }: {
    readonly title: string;
    readonly error: Error;
    readonly onRetry: () => void;
}): import("react").JSX.Element;
//# sourceMappingURL=states.d.ts.map