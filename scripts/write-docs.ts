import { writeFileSync } from 'node:fs';
import { formatAnalysisReference } from './analysis-reference.ts';
import { formatIngestReference } from './ingest-reference.ts';
import { formatRestReference } from './rest-reference.ts';
import { formatSettingsReference } from './settings-reference.ts';

/** Writes the pages that are printed from the code: `npm run docs`. */
if (process.argv.includes('--help')) {
  process.stdout.write('Usage: npm run docs\n\nWrites the generated pages below docs/reference.\n');
} else {
  writeFileSync('docs/reference/analysis.md', formatAnalysisReference());
  writeFileSync('docs/reference/ingest-processors.md', formatIngestReference());
  writeFileSync('docs/reference/rest-api.md', formatRestReference());
  writeFileSync('docs/reference/settings.md', formatSettingsReference());
}
