import type { Container } from '@longshore/common/api/inventory';
/** The state of a container as shape, colour and word. */
export declare function StateMark({ container }: {
    readonly container: Container;
}): import("react").JSX.Element;
//# sourceMappingURL=state-mark.d.ts.map