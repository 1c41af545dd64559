import { CHOOSING_FUNCTIONS } from './choose.ts';
import { DATE_FUNCTIONS } from './date.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { MATH_FUNCTIONS } from './math.ts';
import type { Language, TableFunction } from './table-function.ts';
import { TEXT_FUNCTIONS } from './text.ts';

const ALL: readonly TableFunction[] = [
  ...CHOOSING_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...MATH_FUNCTIONS,
  ...TEXT_FUNCTIONS,
];

const byLanguage = (language: Language): ReadonlyMap<string, TableFunction> =>
  new Map(
    ALL.filter((one) => one.language === undefined || one.language === language).flatMap((one) =>
      one.names.map((name) => [name, one] as const),
    ),
  );

const FUNCTIONS: Readonly<Record<Language, ReadonlyMap<string, TableFunction>>> = {
  sql: byLanguage('sql'),
  esql: byLanguage('esql'),
};

/** A function or an operator by its name in lower case; undefined where a language has none. */
export const functionOf = (language: Language, name: string): TableFunction | undefined =>
  FUNCTIONS[language].get(name);

/** The names of all functions of a language, without those of operators. */
export const functionNames = (language: Language): readonly string[] =>
  [...FUNCTIONS[language].keys()].filter((name) => /^[a-z]/.test(name)).sort();
