import type { Container } from '@longshore/common/api/inventory';
/** The log of the container, with live tail while the page is live. */
export declare function ContainerLog({ container: { id, name } }: {
    readonly container: Container;
}): import("react").JSX.Element;
//# sourceMappingURL=container-log.d.ts.map