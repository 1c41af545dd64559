import type { Container } from '@longshore/common/api/inventory';
/** Whether a container is shown. */
export type ContainerFilter = (container: Container) => boolean;
/** A parsed filter. `unknown` holds the words that look like a condition but are not one. */
export interface ParsedFilter {
    readonly matches: ContainerFilter;
    readonly unknown: readonly string[];
    /** True when the filter itself asks for a state, so that stopped containers are not hidden. */
    readonly asksForState: boolean;
}
/**
 * Reads the filter box: bare words are searched in name, id, image, project and application; `state:exited`,
 * `host:a`, `cpu>50%`, `mem>100MiB`, `restarts>3`; a leading `-` negates. All words must hold.
 */
export declare function parseFilter(text: string): ParsedFilter;
//# sourceMappingURL=filter.d.ts.map