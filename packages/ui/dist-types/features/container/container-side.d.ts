import type { ContainerEvent, ContainerProcess } from '@longshore/common/api/inventory';
/** What runs inside, and what happened to the container in the range. */
export declare function ContainerSide({ processes, events, }: {
    readonly processes: readonly ContainerProcess[];
    readonly events: readonly ContainerEvent[];
}): import("react").JSX.Element;
//# sourceMappingURL=container-side.d.ts.map