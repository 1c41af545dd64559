import type { ShownContainers } from './use-shown-containers.ts';
/** Which link of the chain is missing when there are no containers to show, and what to do. */
export declare function HomeEmpty({ hasProblems, shown, }: {
    readonly hasProblems: boolean;
    readonly shown?: ShownContainers;
}): import("react").JSX.Element;
//# sourceMappingURL=home-empty.d.ts.map