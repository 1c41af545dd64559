import { configurationError } from '../configuration-error.ts';
import { type IngestObject, put } from '../ingest-value.ts';
import { anything, field, flag, optional, required, texts, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';
import { deviceTypeOf } from '../user-agents/device-type.ts';
import { parseUserAgent } from '../user-agents/user-agent-parser.ts';

const PROPERTIES = ['name', 'os', 'device', 'original', 'version'];

/** https://www.elastic.co/docs/reference/enrich-processor/user-agent-processor */
export const userAgent = defineProcessor({
  name: 'user_agent',
  summary: 'Tells browser, operating system and device by a user agent text.',
  options: {
    field: required(field, 'User agent text.'),
    target_field: withDefault(field, 'user_agent', 'Object that takes what was found.'),
    properties: optional(
      texts,
      'Of `name`, `version`, `os`, `device`, `original`; all if not given.',
    ),
    extract_device_type: withDefault(
      flag,
      false,
      'Tell `device.type`: Desktop, Phone, Tablet, Robot.',
    ),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
    ecs: optional(anything, 'Taken for older pipelines; fields always are those of ECS.'),
  },
  create: (options, { place }) => {
    const wanted = new Set((options.properties ?? PROPERTIES).map((one) => one.toLowerCase()));
    const unknown = [...wanted].find((one) => !PROPERTIES.includes(one));
    if (unknown !== undefined) {
      throw configurationError(
        `illegal property value [${unknown}]. valid values are [${PROPERTIES.map((one) => one.toUpperCase()).join(', ')}]`,
        place,
        'properties',
      );
    }
    return (document) => {
      const value = readText(document, options.field(document), options.ignore_missing);
      if (value === undefined) {
        return;
      }
      const all = describe(value, options.extract_device_type);
      const found: IngestObject = {};
      for (const [key, one] of Object.entries(all)) {
        if (wanted.has(key)) {
          put(found, key, one);
        }
      }
      document.set(options.target_field(document), found);
    };
  },
});

function describe(text: string, withType: boolean): IngestObject {
  const { browser, os, device } = parseUserAgent(text);
  const found: IngestObject = { original: text, name: browser?.name ?? 'Other' };
  if (browser?.version !== undefined) {
    found.version = browser.version;
  }
  if (os) {
    found.os =
      os.version === undefined
        ? { name: os.name }
        : { name: os.name, version: os.version, full: `${os.name} ${os.version}` };
  }
  const name = device ?? 'Other';
  found.device = withType ? { name, type: deviceTypeOf(text, name, os?.name) } : { name };
  return found;
}
