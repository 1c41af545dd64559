// Runs one benchmark: `npm run bench -- ingest [--url http://…]`. Each prints one JSON line and appends it to
// bench/results/<name>.ndjson.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../bench/', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.startsWith('support'))
  .map((file) => file.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined || name === '--help' || !names.includes(name)) {
  console.error(`usage: npm run bench -- ${names.join('|')} [--help]`);
  process.exit(name === '--help' ? 0 : 2);
}
const child = spawn(
  process.execPath,
  ['--import', 'tsx', '--conditions=longshore-source', `${folder}${name}.ts`, ...rest],
  { stdio: 'inherit' },
);
child.on('exit', (code) => process.exit(code ?? 1));
