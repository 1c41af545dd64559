import {
  agentSettings,
  pathSettings,
  serverSettings,
  storeSettings,
} from '@longshore/common/settings/catalogue';
import type { SettingDefinition, SettingDefinitions } from '@longshore/common/settings/settings';

const HEAD = `# Settings

<!-- Printed from packages/common/src/settings/catalogue.ts by \`npm run docs\`. Change the settings there. -->

All processes read the same settings: from \`./longshore.yml\` if there is one, or from the files given with \`-c\`, and
from \`-E key=value\` on the command line. A later file wins over an earlier one, and \`-E\` wins over files. Dotted and
nested keys are the same:

\`\`\`yaml
server.port: 5602
http:
  port: \${STORE_PORT:9201}
agent.name: \${HOSTNAME:?set it, so that the host has a name}
\`\`\`

\`\${NAME}\` is the environment variable; \`\${NAME:default}\` has a default, \`\${NAME:?reason}\` stops with a reason.
Durations are written as \`500ms\`, \`10s\` or \`1h30m\`; sizes as \`100mb\` or \`1gb\` (1 kb is 1024 bytes); lists as
\`[a, b]\` or \`a,b\`. An unknown key stops the start. \`./bin/longshore up --print-config\` prints what is used.
`;

const SECTIONS: readonly (readonly [string, SettingDefinitions])[] = [
  ['All processes', pathSettings],
  ['Store', storeSettings],
  ['Server', serverSettings],
  ['Agent', agentSettings],
];

/** The page of all settings, as it must stand in `docs/reference/settings.md`. */
export function formatSettingsReference(): string {
  return [HEAD, ...SECTIONS.map(([title, settings]) => formatSection(title, settings))].join('\n');
}

function formatSection(title: string, settings: SettingDefinitions): string {
  const rows = Object.entries(settings).map(
    ([key, setting]) =>
      `| \`${key}\` | ${formatType(setting)} | ${formatDefault(setting)} | ${setting.description} |`,
  );
  const head = ['| setting | type | default | |', '|---|---|---|---|'];
  return `${[`## ${title}`, '', ...head, ...rows].join('\n')}\n`;
}

function formatType({ type, min, max }: SettingDefinition): string {
  if (min !== undefined && max !== undefined) {
    return `${type}, ${min} to ${max}`;
  }
  return min === undefined ? type : `${type}, ${min} or more`;
}

const formatDefault = ({ default: value }: SettingDefinition): string =>
  value === undefined || value === '' ? '' : `\`${String(value)}\``;
