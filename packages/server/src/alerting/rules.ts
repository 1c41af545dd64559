import { Alert } from '@longshore/common/api/alerts';
import { errors } from '@longshore/common/errors';
import { nearest } from '@longshore/common/settings/nearest';
import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';

/** When an alert is written, and how it is called. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly when: Alert['kind'];
  readonly severity: Alert['severity'];
}

const RULES_MAX = 100;
const TEXT_CHARACTERS_MAX = 200;
const RULE_KEYS = ['id', 'name', 'when', 'severity'] as const;
const KINDS: readonly string[] = Alert.properties.kind.anyOf.map((kind) => kind.const);
const SEVERITIES: readonly string[] = Alert.properties.severity.anyOf.map((one) => one.const);

/** Reads a rule file; what it does not understand is an error with the line and the remedy. */
export function parseRules(path: string, text: string): Rule[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const reader = new RuleReader(path, lines);
  const [error] = document.errors;
  if (error) {
    throw reader.errorAt(error.pos[0], error.message.split('\n')[0] ?? 'no YAML');
  }
  return reader.readFile(document.contents);
}

class RuleReader {
  readonly #path: string;
  readonly #lines: LineCounter;

  constructor(path: string, lines: LineCounter) {
    this.#path = path;
    this.#lines = lines;
  }

  readFile(root: ParsedNode | null): Rule[] {
    const { rules } = this.#readMap(root, ['rules'], 'the file');
    if (!isSeq(rules) || rules.items.length === 0 || rules.items.length > RULES_MAX) {
      throw this.#errorOf(rules ?? root, `[rules] must be a list of 1 to ${RULES_MAX} rules`);
    }
    const parsed: Rule[] = [];
    for (const item of rules.items as ParsedNode[]) {
      const rule = this.#readRule(item);
      if (parsed.some(({ id }) => id === rule.id)) {
        throw this.#errorOf(item, `two rules have the id [${rule.id}]`);
      }
      parsed.push(rule);
    }
    return parsed;
  }

  #readRule(node: ParsedNode): Rule {
    const values = this.#readMap(node, RULE_KEYS, 'a rule');
    return {
      id: this.#readText(node, values, 'id'),
      name: this.#readText(node, values, 'name'),
      when: this.#readText(node, values, 'when', KINDS) as Rule['when'],
      severity: this.#readText(node, values, 'severity', SEVERITIES) as Rule['severity'],
    };
  }

  #readMap(
    node: ParsedNode | null,
    known: readonly string[],
    what: string,
  ): Readonly<Record<string, ParsedNode | undefined>> {
    if (!isMap(node)) {
      throw this.#errorOf(node, `${what} must have the keys ${known.join(', ')}`);
    }
    const values: Record<string, ParsedNode> = {};
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!known.includes(name)) {
        const close = nearest(name, known);
        const hint =
          close === undefined ? `known are ${known.join(', ')}` : `did you mean [${close}]?`;
        throw this.#errorOf(key, `unknown key [${name}] in ${what}; ${hint}`);
      }
      if (value) {
        values[name] = value as ParsedNode;
      }
    }
    return values;
  }

  #readText(
    rule: ParsedNode,
    values: Readonly<Record<string, ParsedNode | undefined>>,
    key: string,
    allowed?: readonly string[],
  ): string {
    const node = values[key];
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== 'string' || value === '' || value.length > TEXT_CHARACTERS_MAX) {
      throw this.#errorOf(
        node ?? rule,
        `[${key}] must be a text of at most ${TEXT_CHARACTERS_MAX} characters`,
      );
    }
    if (allowed && !allowed.includes(value)) {
      throw this.#errorOf(node ?? rule, `[${key}] is [${value}]; it may be ${allowed.join(', ')}`);
    }
    return value;
  }

  #errorOf(node: ParsedNode | null | undefined, reason: string): Error {
    return this.errorAt(node?.range[0] ?? 0, reason);
  }

  errorAt(offset: number, reason: string): Error {
    const { line } = this.#lines.linePos(offset);
    return errors.settings(`rule file [${this.#path}], line ${Math.max(line, 1)}: ${reason}`);
  }
}
