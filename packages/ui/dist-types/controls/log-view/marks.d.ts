/** A piece of a text, and whether the query found it. */
export interface Piece {
    readonly text: string;
    readonly isMatch: boolean;
}
/** The words of a Lucene query that were searched in the message; what is excluded or of other fields is not. */
export declare function termsOf(query: string): string[];
/** Cuts a text where the terms are in it, whatever their case. */
export declare function splitByTerms(text: string, terms: readonly string[]): Piece[];
//# sourceMappingURL=marks.d.ts.map