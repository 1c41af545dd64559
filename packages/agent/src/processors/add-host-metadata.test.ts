import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { machine, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { undeclaredFields } from '../testing.ts';
import { addHostMetadata } from './add-host-metadata.ts';

let hostfs: string;
const event = { '@timestamp': '2026-11-22T12:00:00.000Z' };

beforeEach(() => {
  hostfs = mkdtempSync(join(tmpdir(), 'longshore-hostfs-'));
  mkdirSync(join(hostfs, 'etc'));
  writeFileSync(join(hostfs, 'etc/hostname'), 'harbor\n');
  writeFileSync(join(hostfs, 'etc/machine-id'), '0123456789abcdef0123456789abcdef\n');
  writeFileSync(
    join(hostfs, 'etc/os-release'),
    'NAME="Ubuntu"\nVERSION="24.04.1 LTS (Noble Numbat)"\nID=ubuntu\nID_LIKE=debian\n',
  );
});
afterEach(() => rmSync(hostfs, { recursive: true }));

test('describes the host whose files it is given', () => {
  const enriched = addHostMetadata({ hostfs })(event);
  expect(enriched).toMatchObject({
    'host.name': 'harbor',
    'host.hostname': 'harbor',
    'host.id': '0123456789abcdef0123456789abcdef',
    'host.architecture': machine(),
    'host.os.family': 'debian',
    'host.os.kernel': release(),
    'host.os.name': 'Ubuntu',
    'host.os.platform': 'ubuntu',
    'host.os.type': 'linux',
    'host.os.version': '24.04.1 LTS (Noble Numbat)',
  });
  expect(undeclaredFields(enriched ? [enriched] : [], {})).toEqual([]);
});

test('a name that is set goes before that of the host', () => {
  expect(addHostMetadata({ hostfs, name: 'pier' })(event)).toMatchObject({
    'host.name': 'pier',
    'host.hostname': 'harbor',
  });
});

test('an event that is to be brief only says which host it is of', () => {
  const processor = addHostMetadata({ hostfs, isBrief: (one) => one.message !== undefined });
  const brief = processor({ ...event, message: 'hello' });
  expect(brief).toEqual({
    ...event,
    message: 'hello',
    'host.name': 'harbor',
    'host.hostname': 'harbor',
    'host.id': '0123456789abcdef0123456789abcdef',
  });
  expect(Object.keys(processor(event) ?? {})).toContain('host.os.kernel');
});

test('looks again after five minutes, not before', () => {
  let now = 0;
  const processor = addHostMetadata({ hostfs }, () => now);
  processor(event);
  writeFileSync(join(hostfs, 'etc/hostname'), 'quay\n');
  now = 299_000;
  expect(processor(event)).toMatchObject({ 'host.name': 'harbor' });
  now = 301_000;
  expect(processor(event)).toMatchObject({ 'host.name': 'quay' });
});
