import { callJson } from '../tests/support/longshore.ts';

type TextType = 'text' | 'match_only_text';

/** `message` is full text, all other strings are keywords. */
export const benchMappings = (message: TextType = 'match_only_text') => ({
  date_detection: false,
  dynamic_templates: [
    {
      strings: {
        match_mapping_type: 'string',
        mapping: { type: 'keyword', ignore_above: 1024 },
      },
    },
  ],
  properties: { '@timestamp': { type: 'date' }, message: { type: message } },
});

/** Data streams `logs-bench.*` and `metrics-bench.*`. */
export async function putTemplates(url: string, message?: TextType): Promise<void> {
  for (const [name, pattern] of [
    ['bench-logs', 'logs-bench.*'],
    ['bench-metrics', 'metrics-bench.*'],
  ]) {
    const body = {
      index_patterns: [pattern],
      data_stream: {},
      priority: 200,
      template: { mappings: benchMappings(message) },
    };
    await callJson(`${url}/_index_template/${name}`, body, 'PUT');
  }
}
