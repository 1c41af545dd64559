import { parse } from 'tldts';
import { parsePath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { field, flag, required, text, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/registered-domain-processor */
export const registeredDomain = defineProcessor({
  name: 'registered_domain',
  summary: 'Takes a host name apart: registered domain, its suffix, and what stands before.',
  options: {
    field: required(field, 'Host name.'),
    target_field: withDefault(text, '', 'Object that takes the parts; the document if empty.'),
    ignore_missing: withDefault(flag, true, 'Do nothing when the field is missing or null.'),
  },
  create: (options) => {
    const under = options.target_field === '' ? '' : `${options.target_field}.`;
    return (document) => {
      const path = options.field(document);
      const host = readText(document, path, options.ignore_missing);
      if (host === undefined || host === '') {
        return;
      }
      const found = parse(host, { allowPrivateDomains: true, extractHostname: false });
      if (found.domain === null || found.isIp === true) {
        return;
      }
      const set = (name: string, value: string | null) => setPart(document, under + name, value);
      set('domain', host);
      set('registered_domain', found.domain);
      set('top_level_domain', found.publicSuffix);
      set('subdomain', found.subdomain);
    };
  },
});

function setPart(document: IngestDocument, name: string, value: string | null): void {
  if (value !== null && value !== '') {
    document.set(parsePath(name), value);
  }
}
