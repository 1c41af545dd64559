import type { ShownContainers } from './use-shown-containers.ts';
/** Over the table: the filter, the grouping, and how many containers are shown of how many. */
export declare function TableTools({ shown }: {
    readonly shown: ShownContainers;
}): import("react").JSX.Element;
//# sourceMappingURL=table-tools.d.ts.map