import type { LogFilter } from '@longshore/common/api/logs';
/** The filters beside the query; a click turns one around. */
export declare function FilterPills({ filters }: {
    readonly filters: readonly LogFilter[];
}): import("react").JSX.Element | null;
//# sourceMappingURL=filter-pills.d.ts.map