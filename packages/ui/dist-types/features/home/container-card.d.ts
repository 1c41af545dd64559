import type { Container } from '@longshore/common/api/inventory';
import { type CellContext } from './cells.tsx';
/** A container where a table row does not fit: name, state and its two meters. */
export declare function ContainerCard({ container, ...context }: CellContext & {
    readonly container: Container;
}): import("react").JSX.Element;
//# sourceMappingURL=container-card.d.ts.map