import { isObject, jsonText } from '@longshore/common/json';

/** A name, and a version as far as it is known. */
export interface Versioned {
  readonly name: string;
  readonly version: string | undefined;
}

/** Recognizes some user agents. */
export type Rule = (text: string) => Versioned | undefined;

const VERSION_PARTS = [1, 2, 3, 4];

/** Reads a list of rules: a regular expression each, and what stands in place of its groups. */
export function readRules(
  list: unknown,
  nameKey: string,
  versionPrefix: string | undefined,
): readonly Rule[] {
  return (Array.isArray(list) ? list : []).flatMap((rule) => {
    if (!isObject(rule) || typeof rule.regex !== 'string') {
      return [];
    }
    const text = (key: string) => (rule[key] === undefined ? undefined : jsonText(rule[key]));
    const expression = new RegExp(rule.regex, text('regex_flag') ?? '');
    const name = text(nameKey) ?? '$1';
    const versions =
      versionPrefix === undefined
        ? []
        : VERSION_PARTS.map((i) => text(`${versionPrefix}${i}_replacement`) ?? `$${i + 1}`);
    return [ruleOf(expression, name, versions)];
  });
}

function ruleOf(expression: RegExp, name: string, versions: readonly string[]): Rule {
  return (text) => {
    const match = expression.exec(text);
    if (!match) {
      return undefined;
    }
    const found = fill(name, match);
    if (found === '') {
      return undefined;
    }
    const parts = versions.map((part) => fill(part, match));
    const end = parts.indexOf('');
    const version = parts.slice(0, end < 0 ? undefined : end).join('.');
    return { name: found, version: version === '' ? undefined : version };
  };
}

const fill = (template: string, match: RegExpExecArray) =>
  template.replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '').trim();
