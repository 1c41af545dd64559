import { type Param, type Sql, sql, string } from '../sql/sql.ts';

const NUMBER = '(?:0|[1-9][0-9]*)';
const PRE_RELEASE_PART = `(?:${NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)`;
const BUILD_PART = '[0-9a-zA-Z-]+';
const dotted = (part: string) => `${part}(?:\\.${part})*`;

/** As Semantic Versioning has it, with any number of numbers in front. */
const VALID = `^${dotted(NUMBER)}(?:-${dotted(PRE_RELEASE_PART)})?(?:\\+${dotted(BUILD_PART)})?$`;
const MAIN = '^([0-9.]+)';
const PRE_RELEASE = '^[0-9.]+-([^+]*)';
const BUILD = '(\\+.*)$';

/** Behind whatever goes on as a number, and in front of every other character. */
const NUMBER_MARK = '\x01';
/** Begins what sorts behind all valid versions, and the pre-release, which sorts in front of the release. */
const INVALID_MARK = '\x02';
const PRE_RELEASE_MARK = '\x02-';
const RELEASE_MARK = '\x03';
/** No part of a valid version; smaller than all that is. */
const END = '\0';

/**
 * A text whose bytes sort as the version does: numbers by value, a pre-release before its release, with a build behind
 * the same without, and what is no version behind all that are. Null stays null.
 */
export function versionOrder(version: Sql | Param): Sql {
  const text = sql`ifNull(${version}, '')`;
  const part = (expression: string) => sql`extract(${text}, ${string(expression)})`;
  const preRelease = part(PRE_RELEASE);
  return sql`if(match(${text}, ${string(VALID)}), concat(${numbered(part(MAIN))}, if(${preRelease} = '', ${string(RELEASE_MARK)}, concat(${string(PRE_RELEASE_MARK)}, ${numbered(preRelease)})), ${part(BUILD)}, ${string(END)}, ${version}), concat(${string(INVALID_MARK)}, ${version}))`;
}

/** The version that `versionOrder` made a text of. */
export const versionOf = (order: string): string =>
  order.startsWith(INVALID_MARK) ? order.slice(1) : order.slice(order.indexOf(END) + 1);

/** Parts between dots, numbers by their count of digits first. */
const numbered = (parts: Sql): Sql =>
  sql`arrayStringConcat(arrayMap(n -> if(match(n, '^[0-9]+$'), concat(${string(NUMBER_MARK)}, char(least(length(n), 127)), n), n), splitByChar('.', ${parts})), '.')`;
