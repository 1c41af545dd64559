/** A field as the server lists it. */
export interface LogField {
    readonly name: string;
    readonly type: string;
    readonly aggregatable: boolean;
}
/** A part of the field list. */
export interface FieldGroup {
    readonly kind: 'selected' | 'suggested' | 'all';
    readonly fields: readonly LogField[];
}
/** The fields whose names have all words of a text, in groups; groups without a field are left out. */
export declare function arrangeFields(fields: readonly LogField[], columns: readonly string[], text: string): FieldGroup[];
//# sourceMappingURL=field-order.d.ts.map