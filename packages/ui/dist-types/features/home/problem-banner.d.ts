import type { Problem } from '@longshore/common/api/inventory';
/** Why less is shown than could be, each with its cause and the command that fixes it. */
export declare function ProblemBanner({ problems }: {
    readonly problems: readonly Problem[];
}): import("react").JSX.Element | null;
//# sourceMappingURL=problem-banner.d.ts.map