import type { ParseKeys } from 'i18next';
import { type ReactNode } from 'react';
/** A key, or a chord of two (`g h`), and what it does; the list behind `?` is made from the same data. */
export interface Shortcut {
    readonly keys: string;
    readonly text: ParseKeys;
    readonly run: () => void;
}
/** Binds the keyboard. Nothing acts while somebody types, or while a dialog is open. */
export declare function ShortcutProvider({ children }: {
    readonly children: ReactNode;
}): import("react").JSX.Element;
/** Binds keys for as long as the component is there. Later ones win over earlier ones. */
export declare function useShortcuts(shortcuts: readonly Shortcut[]): void;
/** All keys that are bound at this moment. */
export declare function useBoundShortcuts(): () => readonly Shortcut[];
//# sourceMappingURL=shortcuts.d.ts.map