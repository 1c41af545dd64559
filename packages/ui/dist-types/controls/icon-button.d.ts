import type { ComponentPropsWithRef, ReactNode } from 'react';
/** A button that shows an icon only; its label is its name and its tooltip, with the key that does the same. */
export declare function IconButton({ label, keys, isOn, children, ...rest }: {
    readonly label: string;
    readonly keys?: string;
    readonly isOn?: boolean;
    readonly children: ReactNode;
} & ComponentPropsWithRef<'button'>): import("react").JSX.Element;
//# sourceMappingURL=icon-button.d.ts.map