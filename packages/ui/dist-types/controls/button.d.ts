import type { ComponentPropsWithRef } from 'react';
/** A button with words on it. */
export declare function Button(props: ComponentPropsWithRef<'button'>): import("react").JSX.Element;
//# sourceMappingURL=button.d.ts.map