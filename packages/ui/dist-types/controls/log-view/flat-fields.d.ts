/** A field of a document with its value as text. */
export type FlatField = readonly [name: string, text: string];
/** All fields of a document by their full names, sorted; a list is written with commas. */
export declare function flatFields(source: Readonly<Record<string, unknown>>): FlatField[];
/** The value of one field as text, whether its name is written nested or with dots; undefined without one. */
export declare function fieldText(source: Readonly<Record<string, unknown>>, name: string): string | undefined;
//# sourceMappingURL=flat-fields.d.ts.map