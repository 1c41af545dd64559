import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from './command.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'longshore-cli-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const file = (name: string, text: string) => writeFileSync(join(cwd, name), text);

test('the version is that of the package', async () => {
  const { status, stdout } = await runCommand(['version']);
  expect(stdout).toMatch(/^Longshore \d+\.\d+\.\d+ \(Node v/);
  expect(status).toBe(0);
});

test.each(['up', 'store', 'server', 'agent', 'version'])('%s explains itself', async (command) => {
  const { status, stdout } = await runCommand([command, '--help']);
  expect(stdout).toContain(`Usage: longshore ${command}`);
  expect(status).toBe(0);
});

test.each(['up', 'store', 'server', 'agent'])(
  '%s stops at an unknown key, in one line with the known one',
  async (command) => {
    const { status, stdout, stderr } = await runCommand([command, '-E', 'http.prot=1'], { cwd });
    expect(stderr).toMatch(
      /^longshore: -E http\.prot: there is no setting \[http\.prot\]; did you mean \[http\.port\]\?.*\n$/,
    );
    expect([status, stdout]).toEqual([1, '']);
  },
);

test('a mistake in a file is told with its line', async () => {
  file('longshore.yml', 'http:\n  port: many\n');
  const { status, stderr } = await runCommand(['up'], { cwd });
  expect(stderr).toBe('longshore: longshore.yml line 2: http.port [many] is not a whole number\n');
  expect(status).toBe(1);
});

test('a file that is not there is told by its name', async () => {
  const { status, stderr } = await runCommand(['up', '-c', 'gone.yml'], { cwd });
  expect(stderr).toContain('longshore: the settings file gone.yml cannot be read: ENOENT');
  expect(status).toBe(1);
});

test('an unknown option names the help', async () => {
  const { status, stderr } = await runCommand(['up', '--port', '1'], { cwd });
  expect(stderr).toContain("unknown option '--port'");
  expect(stderr).toContain('--help');
  expect(status).toBe(1);
});

test('files, environment and -E come together in the order of their weight', async () => {
  file('longshore.yml', 'http.port: 1\nserver.port: 1\nagent.name: ignored, since -c is given\n');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the notation of the file.
  file('a.yml', 'http.port: 2\nserver.port: 2\nnode.name: ${SHOP:none}\n');
  file('b.yml', 'server:\n  port: 3\n');
  const words = ['up', '-c', 'a.yml', '-c', 'b.yml', '-E', 'http.port=4', '--print-config'];
  const { status, stdout } = await runCommand(words, { cwd, env: { SHOP: 'berlin' } });
  expect(stdout).toContain('http.port: 4\n');
  expect(stdout).toContain('server.port: 3\n');
  expect(stdout).toContain('node.name: "berlin"\n');
  expect(stdout).not.toContain('agent.name');
  expect(status).toBe(0);
});

test('without -c, the file in the working folder is read', async () => {
  file('longshore.yml', 'http.port: 9301\n');
  const { stdout } = await runCommand(['store', '--print-config'], { cwd });
  expect(stdout).toContain('http.port: 9301\n');
});
