import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fail = (error: unknown) => {
  throw error;
};

test('a full file is put aside, and only two old ones are kept', () => {
  const log = openLogFile(folder, 'store', { fileBytesMax: 4, onError: fail });
  for (const line of ['one', 'two', 'three', 'four']) {
    log.write(line);
  }
  log.close();
  expect(readdirSync(folder).sort()).toEqual(['store.log', 'store.log.1', 'store.log.2']);
  expect(readFileSync(join(folder, 'store.log'), 'utf8')).toBe('four\n');
  expect(readFileSync(join(folder, 'store.log.2'), 'utf8')).toBe('two\n');
});

test('a second start continues the file', () => {
  for (const line of ['one', 'two']) {
    const log = openLogFile(folder, 'store', { onError: fail });
    log.write(line);
    log.close();
  }
  expect(readFileSync(join(folder, 'store.log'), 'utf8')).toBe('one\ntwo\n');
});

test('a folder that cannot be made stops the start with the name of the setting', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => openLogFile(join(folder, 'file', 'logs'), 'store', { onError: fail })).toThrow(
    '[path.logs] cannot be written',
  );
});

test('a line that cannot be written is told, not thrown', () => {
  const told: unknown[] = [];
  const log = openLogFile(folder, 'store', { onError: (error) => told.push(error) });
  log.close();
  log.write('one');
  expect(String(told[0])).toContain('EBADF');
});
