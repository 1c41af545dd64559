import type { Container } from '@longshore/common/api/inventory';
/** The application inside a container with the icon of its kind; the tooltip says how it was recognized. */
export declare function AppName({ container }: {
    readonly container: Container;
}): import("react").JSX.Element;
//# sourceMappingURL=app-icon.d.ts.map