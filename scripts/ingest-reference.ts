import type { Option } from '../packages/store/src/ingest/options.ts';
import type { ProcessorType } from '../packages/store/src/ingest/processor-type.ts';
import { PROCESSOR_TYPES } from '../packages/store/src/ingest/processor-types.ts';

const HEAD = `# Processors of ingest pipelines

<!-- Printed from packages/store/src/ingest/processors by \`npm run docs\`. Change the options there. -->

Each processor also takes \`if\` (a script that gives true or false), \`ignore_failure\`, \`on_failure\` (processors), \`tag\`
and \`description\`. A *field* is a path such as \`a.b.0\`, and may be a template such as \`{{a}}.b\`; \`_index\`, \`_id\`,
\`_routing\`, \`_version\`, \`_version_type\`, \`_if_seq_no\`, \`_if_primary_term\` and \`_dynamic_templates\` are fields too, and
so is what stands below \`_ingest\`. Of templates, \`{{a}}\` is escaped for JSON and \`{{{a}}}\` is not. Regular expressions
run in time linear in the text: there is no looking ahead and no \`\\1\`.

A processor or an option that is not listed is refused when the pipeline is put. There are no \`attachment\`, \`circle\`,
\`enrich\` and \`inference\`.
`;

/** The page of all processors, as it must stand in `docs/reference/ingest-processors.md`. */
export function formatIngestReference(): string {
  return [HEAD, ...PROCESSOR_TYPES.map(formatProcessor)].join('\n');
}

function formatProcessor({ name, summary, options }: ProcessorType): string {
  const rows = Object.entries(options).map(([key, option]) => formatOption(key, option));
  const table = ['| option | takes | default | |', '|---|---|---|---|', ...rows, ''];
  return [`## ${name}`, '', summary, '', ...(rows.length === 0 ? [] : table)].join('\n');
}

function formatOption(key: string, option: Option<unknown>): string {
  const { kind, isRequired, fallback, description } = option;
  const shown = isRequired
    ? '**required**'
    : fallback === undefined || fallback === ''
      ? ''
      : `\`${fallback}\``;
  return `| \`${key}\` | ${kind} | ${shown} | ${description.replaceAll('|', '\\|')} |`;
}
