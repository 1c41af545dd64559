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

/** Fields that most questions are about, in this order. */
const SUGGESTED = [
  'container.name',
  'log.level',
  'stream',
  'host.name',
  'container.image.name',
  'message',
];

/** The fields whose names have all words of a text, in groups; groups without a field are left out. */
export function arrangeFields(
  fields: readonly LogField[],
  columns: readonly string[],
  text: string,
): FieldGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = fields.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word)),
  );
  const byName = new Map(found.map((field) => [field.name, field]));
  const pick = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
  const suggested = SUGGESTED.filter((name) => !columns.includes(name));
  const groups: FieldGroup[] = [
    { kind: 'selected', fields: pick(columns) },
    { kind: 'suggested', fields: pick(suggested) },
    {
      kind: 'all',
      fields: found
        .filter(({ name }) => !columns.includes(name) && !suggested.includes(name))
        .toSorted((left, right) => left.name.localeCompare(right.name)),
    },
  ];
  return groups.filter((group) => group.fields.length > 0);
}
