import { isObject } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

interface TemplateRow {
  readonly name: string;
  readonly template: Readonly<Record<string, unknown>>;
}

const textOf = (value: unknown) => (value === undefined ? '' : String(value));
const listOf = (value: unknown) => `[${Array.isArray(value) ? value.join(', ') : ''}]`;
const orderOf = ({ template }: TemplateRow) => Number(template.order ?? template.priority ?? 0);

const COLUMNS: readonly CatColumn<TemplateRow>[] = [
  catColumn(['name', 'n'], 'template name', ({ name }) => name),
  catColumn(['index_patterns', 't'], 'template index patterns', ({ template }) =>
    listOf(template.index_patterns),
  ),
  catColumn(['order', 'o', 'p'], 'template application order or priority number', orderOf),
  catColumn(['version', 'v'], 'version', ({ template }) => textOf(template.version)),
  catColumn(
    ['composed_of', 'c'],
    'component templates comprising index template',
    ({ template }) => (template.composed_of === undefined ? '' : listOf(template.composed_of)),
  ),
];

/** `GET /_cat/templates[/{name}]`: legacy and composable ones. */
export const catTemplates: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/templates', '/_cat/templates/:name'],
  parameters: CAT_PARAMETERS,
  handle: async ({ part, parameters }, { catalog }) => {
    const pattern = part('name') ?? '*';
    const { legacy } = catalog.templates;
    const found = [...legacy.list(pattern), ...catalog.templates.indexTemplates(pattern)];
    const rows = found.map(([name, template]) => ({ name, template: { ...template } }));
    return catAnswer(rows, COLUMNS, parameters);
  },
};

const sizeOf = (value: unknown) => (isObject(value) ? Object.keys(value).length : 0);

const COMPONENT_COLUMNS: readonly CatColumn<TemplateRow & { readonly users: readonly string[] }>[] =
  [
    catColumn(['name', 'n'], 'component template name', ({ name }) => name),
    catColumn(['version', 'v'], 'version', ({ template }) => textOf(template.version)),
    catColumn(
      ['alias_count', 'a'],
      'aliases count',
      ({ template }) => countOf(template, 'aliases'),
      {
        isNumber: true,
      },
    ),
    catColumn(['mapping_count', 'm'], 'mappings count', ({ template }) => fieldCount(template), {
      isNumber: true,
    }),
    catColumn(
      ['settings_count', 's'],
      'settings count',
      ({ template }) => countOf(template, 'settings'),
      {
        isNumber: true,
      },
    ),
    catColumn(
      ['metadata_count', 'me'],
      'metadata count',
      ({ template }) => sizeOf(template._meta),
      {
        isNumber: true,
      },
    ),
    catColumn(['included_in', 'i'], 'included in', ({ users }) => listOf(users)),
  ];

function countOf({ template }: TemplateRow['template'], section: string): number {
  return isObject(template) ? sizeOf(template[section]) : 0;
}

function fieldCount({ template }: TemplateRow['template']): number {
  const mappings = isObject(template) && isObject(template.mappings) ? template.mappings : {};
  return sizeOf(mappings.properties);
}

/** `GET /_cat/component_templates[/{name}]` */
export const catComponentTemplates: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/component_templates', '/_cat/component_templates/:name'],
  parameters: CAT_PARAMETERS,
  handle: async ({ part, parameters }, { catalog: { templates } }) => {
    const matches = nameMatcher(part('name') ?? '*');
    const found = templates.componentTemplates('*').filter(([name]) => matches(name));
    const rows = found.map(([name, template]) => {
      const users = templates
        .indexTemplates('*')
        .filter(([, { composed_of: parts }]) => Array.isArray(parts) && parts.includes(name))
        .map(([user]) => user);
      return { name, template, users };
    });
    return catAnswer(rows, COMPONENT_COLUMNS, parameters);
  },
};
