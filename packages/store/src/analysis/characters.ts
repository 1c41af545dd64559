/** Contents of character classes, as regular expressions of JavaScript and of RE2 both read them. */

/**
 * Pictographs that are words by themselves: Unicode's `Extended_Pictographic` as Lucene has it, without the signs that
 * stand in prose (©, ®, ™). A list, since what is indexed must not change with the version of Unicode.
 */
export const PICTOGRAPHS = [
  '\u203C\u2049\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u2388\u23CF\u23E9-\u23F3\u23F8-\u23FA\u25AA\u25AB',
  '\u25B6\u25C0\u25FB-\u25FE\u2600-\u2605\u2607-\u2612\u2614-\u2685\u2690-\u2705\u2708-\u2712\u2714\u2716\u271D',
  '\u2721\u2728\u2733\u2734\u2744\u2747\u274C\u274E\u2753-\u2755\u2757\u2763-\u2767\u2795-\u2797\u27A1\u27B0\u27BF',
  '\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3297\u3299\u{1F000}-\u{1F0FF}\u{1F18E}\u{1F191}-\u{1F19A}',
  '\u{1F201}-\u{1F20F}\u{1F21A}\u{1F22F}\u{1F232}-\u{1F23A}\u{1F249}-\u{1F53D}\u{1F546}-\u{1F64F}',
  '\u{1F680}-\u{1F6FF}\u{1F7D5}-\u{1F7FF}\u{1F90C}-\u{1F93A}\u{1F93C}-\u{1F945}\u{1F947}-\u{1FAFF}',
].join('');

/** One half of a flag. */
export const REGIONAL_INDICATORS = '\u{1F1E6}-\u{1F1FF}';

/** Scripts whose words are not told apart by signs, so that runs of them are words. */
export const SOUTH_EAST_ASIAN_SCRIPTS = [
  'Thai',
  'Lao',
  'Myanmar',
  'Khmer',
  'Tai_Le',
  'New_Tai_Lue',
  'Tai_Tham',
  'Tai_Viet',
  'Ahom',
] as const;
