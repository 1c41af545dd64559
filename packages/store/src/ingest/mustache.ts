import { errors } from '@longshore/common/errors';
import mustache from 'mustache';
import { type IngestValue, isIngestObject, member, stringifyIngest } from './ingest-value.ts';
import { javaText } from './java-text.ts';

/** The value that a name stands for where no section around has it. */
type FindValue = (name: string) => IngestValue | undefined;

/** A mustache text, to be filled in. */
export type Mustache = (find: FindValue) => string;

/** How `{{name}}` is written; `{{{name}}}` always is as it is. */
export type Escape = 'json' | 'none' | 'url';

/** A text that a template gives; values may be repeated by sections. */
const RENDERED_CHARS_MAX = 1024 * 1024;
const SECTION_DEPTH_MAX = 20;
/** Tokens that are written, those of repeated sections each time, whether they give a text or not. */
const STEPS_MAX = 1_000_000;

const ESCAPES: Readonly<Record<Escape, (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  none: (text) => text,
  url: encodeURIComponent,
};

/** The token of mustache's parser: kind, text or name, two positions, and the tokens within a section. */
type Token = readonly [string, string, number, number, (readonly unknown[])?, number?, boolean?];

/** Compiles a mustache text; throws for one that cannot be read. One without places costs nothing later. */
export function compileMustache(text: string, escaping: Escape): Mustache {
  if (!text.includes('{{')) {
    return () => text;
  }
  const tokens = readTokens(text);
  return (find) => {
    const out = new Output(escaping);
    render(tokens, { find, scopes: [], out });
    return out.text;
  };
}

function readTokens(text: string): readonly Token[] {
  try {
    return mustache.parse(text) as unknown as readonly Token[];
  } catch (error) {
    throw errors.illegalArgument(
      `the template [${text}] cannot be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

class Output {
  text = '';
  private steps = 0;
  private readonly escape: (text: string) => string;

  constructor(escaping: Escape) {
    this.escape = ESCAPES[escaping];
  }

  step(): void {
    this.steps += 1;
    if (this.steps > STEPS_MAX) {
      throw errors.illegalArgument(`a template takes more than ${STEPS_MAX} steps`);
    }
  }

  raw(text: string): void {
    this.text += text;
    if (this.text.length > RENDERED_CHARS_MAX) {
      throw errors.illegalArgument(
        `a template gives more than ${RENDERED_CHARS_MAX} characters; make it shorter`,
      );
    }
  }

  escaped(text: string): void {
    this.raw(this.escape(text));
  }
}

interface Rendering {
  readonly find: FindValue;
  /** Values of the sections around, outermost first. */
  readonly scopes: readonly IngestValue[];
  readonly out: Output;
}

function render(tokens: readonly Token[], rendering: Rendering): void {
  for (const token of tokens) {
    const [kind, name] = token;
    const { out } = rendering;
    out.step();
    if (kind === 'text') {
      out.raw(name);
    } else if (kind === 'name') {
      out.escaped(shown(lookUp(name, rendering)));
    } else if (kind === '&' || kind === '{') {
      out.raw(shown(lookUp(name, rendering)));
    } else if (kind === '#' || kind === '^') {
      renderSection(token, rendering);
    } else if (kind === '>') {
      throw errors.illegalArgument(`Cannot expand [${name}]: templates have no partials`);
    }
  }
}

function renderSection([kind, name, , , inner = []]: Token, rendering: Rendering): void {
  const tokens = inner as readonly Token[];
  const { scopes } = rendering;
  if (scopes.length >= SECTION_DEPTH_MAX) {
    throw errors.illegalArgument(`sections are nested deeper than ${SECTION_DEPTH_MAX} levels`);
  }
  const call = kind === '#' ? FUNCTIONS.find(({ of }) => of.test(name)) : undefined;
  if (call !== undefined) {
    call.render(tokens, rendering, call.of.exec(name)?.[1]);
    return;
  }
  const value = lookUp(name, rendering);
  const isEmpty =
    value === undefined || value === null || value === false || isEmptyList(value) || value === '';
  if (kind === '^') {
    if (isEmpty) {
      render(tokens, rendering);
    }
    return;
  }
  if (isEmpty) {
    return;
  }
  for (const item of Array.isArray(value) ? value : [value]) {
    render(tokens, { ...rendering, scopes: [...scopes, item] });
  }
}

interface TemplateFunction {
  /** Its name, and what it may be given in quotes. */
  readonly of: RegExp;
  render(tokens: readonly Token[], rendering: Rendering, given: string | undefined): void;
}

/** What sections of these names do with what is in them. */
const FUNCTIONS: readonly TemplateFunction[] = [
  {
    of: /^toJson$/,
    render: (tokens, rendering) =>
      rendering.out.raw(stringifyIngest(lookUp(textOf(tokens), rendering) ?? null)),
  },
  {
    of: /^join(?:\s+delimiter='([^']*)')?$/,
    render(tokens, rendering, delimiter = ',') {
      const value = lookUp(textOf(tokens), rendering);
      rendering.out.escaped([value].flat().map(shown).join(delimiter));
    },
  },
  {
    of: /^url$/,
    render(tokens, rendering) {
      const out = new Output('none');
      render(tokens, { ...rendering, out });
      // As forms are encoded: a space is a plus.
      rendering.out.raw(new URLSearchParams({ '': out.text }).toString().slice(1));
    },
  },
];

/** The name of a value, which is all that there is in a section. */
const textOf = (tokens: readonly Token[]): string =>
  tokens
    .map(([, text]) => text)
    .join('')
    .trim();

const isEmptyList = (value: IngestValue) => Array.isArray(value) && value.length === 0;

const shown = (value: IngestValue | undefined): string =>
  value === undefined || value === null ? '' : javaText(value);

function lookUp(name: string, { find, scopes }: Rendering): IngestValue | undefined {
  if (name === '.') {
    return scopes.at(-1);
  }
  const [first = '', ...rest] = name.split('.');
  for (const scope of scopes.toReversed()) {
    const found = isIngestObject(scope) ? member(scope, first) : undefined;
    if (found !== undefined) {
      return walk(found, rest);
    }
  }
  return find(name);
}

/** The value so many names below another: members, and of lists their elements and their `size`. */
export function walk(start: IngestValue, parts: readonly string[]): IngestValue | undefined {
  let value: IngestValue | undefined = start;
  for (const part of parts) {
    if (Array.isArray(value)) {
      value = part === 'size' ? value.length : value[Number(part)];
    } else {
      value = isIngestObject(value) ? member(value, part) : undefined;
    }
  }
  return value;
}
