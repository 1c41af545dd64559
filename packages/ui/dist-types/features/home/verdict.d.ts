import type { Container, Inventory } from '@longshore/common/api/inventory';
import { type StateWord } from '../../controls/container-facts.ts';
/** Why a container needs a person. */
export interface Need {
    readonly container: Container;
    readonly word: StateWord;
}
/** The state of everything in numbers: what the sentence on top of the page is made of. */
export interface Verdict {
    readonly hosts: number;
    readonly running: number;
    readonly stopped: number;
    /** Containers that need somebody, the worst first. */
    readonly needs: readonly Need[];
}
/** Says how everything is at a moment. */
export declare function verdictOf({ hosts, containers }: Inventory, nowMs: number): Verdict;
//# sourceMappingURL=verdict.d.ts.map