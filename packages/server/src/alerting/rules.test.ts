import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRules } from './rules.ts';

const shipped = readFileSync(new URL('../../rules/containers.yml', import.meta.url), 'utf8');

test('the rules that are shipped cover all four kinds of occurrences', () => {
  const rules = parseRules('containers.yml', shipped);
  expect(rules.map((rule) => rule.when).sort()).toEqual([
    'exited_nonzero',
    'oom_killed',
    'restarted',
    'unhealthy',
  ]);
});

const rule = (lines: string) => `rules:\n  - id: a\n    name: A\n    when: oom_killed\n${lines}`;

test.each([
  [
    rule('    severity: info\n    severty: info\n'),
    'line 6: unknown key [severty] in a rule; did you mean [severity]?',
  ],
  [rule('    severity: loud\n'), 'line 5: [severity] is [loud]; it may be info, warning, critical'],
  [rule(''), 'line 2: [severity] must be a text'],
  [rule('    severity: 3\n'), 'line 5: [severity] must be a text'],
  ['rulez: []\n', 'line 1: unknown key [rulez] in the file; did you mean [rules]?'],
  ['rules: []\n', 'line 1: [rules] must be a list of 1 to 100 rules'],
  ['', 'line 1: the file must have the keys rules'],
  ['rules:\n  - just text\n', 'line 2: a rule must have the keys id, name, when, severity'],
  [
    `${rule('    severity: info\n')}${rule('    severity: info\n').replace('rules:\n', '')}`,
    'line 6: two rules have the id [a]',
  ],
  ['rules:\n  - id: [a\n', 'line '],
])('%j is refused with its line', (text, reason) => {
  expect(() => parseRules('mine.yml', text)).toThrow(`rule file [mine.yml], ${reason}`);
});
