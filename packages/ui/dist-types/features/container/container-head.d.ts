import type { Container } from '@longshore/common/api/inventory';
/** Who this container is, and the facts that explain trouble. */
export declare function ContainerHead({ container }: {
    readonly container: Container;
}): import("react").JSX.Element;
//# sourceMappingURL=container-head.d.ts.map