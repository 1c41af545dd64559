/** Endings of cases, by the length that a word must exceed to lose one. */
const CASES: readonly (readonly [number, RegExp])[] = [
  [7, /atech$/],
  [6, /(?:ětem|etem|atům)$/],
  [
    5,
    /(?:ech|ich|ích|ého|ěmi|emi|ému|ěte|ete|ěti|eti|ího|iho|ími|ímu|imu|ách|ata|aty|ých|ama|ami|ové|ovi|ými)$/,
  ],
  [4, /(?:em|es|ém|ím|ům|at|ám|os|us|ým|mi|ou)$/],
  [3, /[aeiouůyáéíýě]$/],
];
const POSSESSIVE = /(?:ov|in|ův)$/;
/** Consonants that change before endings, each as it is without one. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/čt$/, 'ck'],
  [/št$/, 'sk'],
  [/[cč]$/, 'k'],
  [/[zž]$/, 'h'],
  [/e(.)$/, '$1'],
  [/ů(.)$/, 'o$1'],
];

/** The light stemmer of Dolamic and Savoy for Czech: endings of cases and of possessives off. */
export function czech(word: string): string {
  const ending = CASES.find(([chars, pattern]) => word.length > chars && pattern.test(word));
  const stem = ending === undefined ? word : word.replace(ending[1], '');
  const bare = stem.length > 5 ? stem.replace(POSSESSIVE, '') : stem;
  const change = CHANGES.find(([pattern]) => pattern.test(bare));
  return change === undefined ? bare : bare.replace(change[0], change[1]);
}
