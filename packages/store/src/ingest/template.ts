import { errors } from '@longshore/common/errors';
import mustache from 'mustache';
import { parsePath } from './field-path.ts';
import type { IngestDocument } from './ingest-document.ts';
import { type IngestValue, isIngestObject, member, stringifyIngest } from './ingest-value.ts';
import { javaText } from './java-text.ts';

/** A text with `{{places}}` that are filled in from a document. */
export type Template = (document: IngestDocument) => string;

/** How `{{name}}` is written; `{{{name}}}` always is as it is. */
export type Escape = 'json' | 'none' | 'url';

/** A text that a template gives; values may be repeated by sections. */
const RENDERED_CHARS_MAX = 1024 * 1024;
const SECTION_DEPTH_MAX = 20;

const ESCAPES: Readonly<Record<Escape, (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  none: (text) => text,
  url: encodeURIComponent,
};

/** The token of mustache's parser: kind, text or name, two positions, and the tokens within a section. */
type Token = readonly [string, string, number, number, (readonly unknown[])?, number?, boolean?];

/** Compiles a mustache text; throws for one that cannot be read. One without places costs nothing later. */
export function compileTemplate(text: string, escaping: Escape = 'json'): Template {
  if (!text.includes('{{')) {
    return () => text;
  }
  const tokens = readTokens(text);
  return (document) => {
    const out = new Output(escaping);
    render(tokens, { document, scopes: [], out });
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
  private readonly escape: (text: string) => string;

  constructor(escaping: Escape) {
    this.escape = ESCAPES[escaping];
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
  readonly document: IngestDocument;
  /** Values of the sections around, outermost first. */
  readonly scopes: readonly IngestValue[];
  readonly out: Output;
}

function render(tokens: readonly Token[], rendering: Rendering): void {
  for (const token of tokens) {
    const [kind, name] = token;
    const { out } = rendering;
    if (kind === 'text') {
      out.raw(name);
    } else if (kind === 'name') {
      out.escaped(shown(lookUp(name, rendering)));
    } else if (kind === '&' || kind === '{') {
      out.raw(shown(lookUp(name, rendering)));
    } else if (kind === '#' || kind === '^') {
      renderSection(token, rendering);
    }
  }
}

function renderSection([kind, name, , , inner = []]: Token, rendering: Rendering): void {
  const tokens = inner as readonly Token[];
  const { scopes } = rendering;
  if (scopes.length >= SECTION_DEPTH_MAX) {
    throw errors.illegalArgument(`sections are nested deeper than ${SECTION_DEPTH_MAX} levels`);
  }
  if (kind === '#' && name === 'toJson') {
    const path = tokens
      .map(([, text]) => text)
      .join('')
      .trim();
    rendering.out.raw(stringifyIngest(lookUp(path, rendering) ?? null));
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

const isEmptyList = (value: IngestValue) => Array.isArray(value) && value.length === 0;

const shown = (value: IngestValue | undefined): string =>
  value === undefined || value === null ? '' : javaText(value);

function lookUp(name: string, { document, scopes }: Rendering): IngestValue | undefined {
  if (name === '.') {
    return scopes.at(-1);
  }
  if (name === '_ingest') {
    return document.ingest;
  }
  const [first = '', ...rest] = name.split('.');
  for (const scope of scopes.toReversed()) {
    const found = isIngestObject(scope) ? member(scope, first) : undefined;
    if (found !== undefined) {
      return walk(found, rest);
    }
  }
  return document.find(parsePath(name));
}

function walk(start: IngestValue, parts: readonly string[]): IngestValue | undefined {
  let value: IngestValue | undefined = start;
  for (const part of parts) {
    if (Array.isArray(value)) {
      value = value[Number(part)];
    } else {
      value = isIngestObject(value) ? member(value, part) : undefined;
    }
  }
  return value;
}
