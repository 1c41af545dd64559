/** Opens an engine on the folder that the argument names, prints the pid of its process, and stays. */
import { pino } from 'pino';
import { openEngine } from '../chdb-engine.ts';

const engine = openEngine({
  dataPath: process.argv[2] ?? '',
  memoryBytes: 400 * 1024 * 1024,
  log: pino({ level: 'silent' }),
});
await engine.start();
process.stdout.write(`${engine.pid}\n`);
