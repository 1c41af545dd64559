import { getPath } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { containerLogs } from '../inputs/container/fields.ts';
import { modules } from '../modules.ts';
import { agentDataset } from '../publisher/agent-dataset.ts';
import { buildIndexTemplate } from './index-template.ts';

const { body, name, hash } = buildIndexTemplate(containerLogs);
const property = (path: string) =>
  getPath(body, `template.mappings.properties.${path.replaceAll('.', '.properties.')}`);

test('the template makes the data stream of its dataset', () => {
  expect(name).toBe('logs-docker.container-default');
  expect(body).toMatchObject({
    index_patterns: ['logs-docker.container-*'],
    data_stream: {},
    _meta: { hash },
  });
});

test('declared fields have their type, also when their names share a beginning', () => {
  expect(property('@timestamp')).toEqual({ type: 'date' });
  expect(property('message')).toEqual({ type: 'match_only_text' });
  expect(property('log.offset')).toEqual({ type: 'long' });
  expect(property('log.file.path')).toEqual({ type: 'keyword', ignore_above: 1024 });
  expect(property('host.ip')).toEqual({ type: 'ip', meta: { list: 'true' } });
});

test('unknown texts become keywords, never dates; fields with a star are declared for all below', () => {
  expect(getPath(body, 'template.mappings.date_detection')).toBe(false);
  expect(getPath(body, 'template.mappings.dynamic_templates')).toEqual([
    {
      docker_container_labels: {
        path_match: 'docker.container.labels.*',
        mapping: { type: 'keyword', ignore_above: 1024 },
      },
    },
    {
      docker_attrs: {
        path_match: 'docker.attrs.*',
        mapping: { type: 'keyword', ignore_above: 1024 },
      },
    },
    {
      strings_as_keyword: {
        match_mapping_type: 'string',
        mapping: { type: 'keyword', ignore_above: 1024 },
      },
    },
  ]);
});

test('the hash tells whether the template changed', () => {
  expect(buildIndexTemplate(containerLogs).hash).toBe(hash);
  const changed = { ...containerLogs, fields: { ...containerLogs.fields, x: agentField } };
  expect(buildIndexTemplate(changed).hash).not.toBe(hash);
});

const agentField = { type: 'long', description: 'x' } as const;

test('no two datasets share a data stream, and no field is both a value and an object', () => {
  const datasets = [...modules.flatMap((module) => module.datasets), containerLogs, agentDataset];
  const names = datasets.map((dataset) => buildIndexTemplate(dataset).name);
  expect(new Set(names).size).toBe(names.length);
  for (const { fields } of datasets) {
    const paths = Object.keys(fields);
    for (const path of paths) {
      expect(paths.filter((other) => other.startsWith(`${path}.`))).toEqual([]);
    }
  }
});
