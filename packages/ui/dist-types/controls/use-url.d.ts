import type { Search } from '../url-state.ts';
/** The state of the page that lives in its address. */
export interface UrlState {
    readonly search: Search;
    /**
     * Changes keys of the address and keeps the others. A step that browser back should undo is pushed; what
     * follows each keystroke replaces.
     */
    readonly change: (patch: Search, how?: 'push' | 'replace') => void;
}
/** Reads and changes the address of the present page. */
export declare function useUrl(): UrlState;
//# sourceMappingURL=use-url.d.ts.map