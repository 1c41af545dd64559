import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAvailable } from '../support/available.ts';
import { containers } from '../support/containers.ts';
import { hasDocker, startDocker, type TestDocker } from '../support/docker.ts';
import {
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { leaveLongTranslog } from '../support/translog.ts';
import { keepPicture, startBrowser, visit } from './journey.ts';

const canRun = isAvailable('chromium') && hasDocker();

/** The browser waits on real containers, whose first figures take a period of the agent. */
const WAIT_MS = 60_000;

describe.runIf(canRun)('a person in front of a Docker host', () => {
  const folder = temporaryFolder('e2e');
  let docker: TestDocker;
  let longshore: LongshoreProcess;
  let browser: Browser;
  let home: string;

  beforeAll(async () => {
    docker = await startDocker();
    await docker.run('shop-web', { ...containers.httpd, image: 'nginx:1.27' });
    await docker.run('shop-worker', containers.logger);
    await docker.run('shop-sick', containers.unhealthy);
    longshore = await startLongshore('up', {
      'path.data': join(folder.path, 'data'),
      'path.logs': join(folder.path, 'logs'),
      'http.port': 0,
      'server.port': 0,
      'docker.host': docker.host,
    });
    home = longshore.addresses[0] ?? '';
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await longshore?.end('SIGTERM');
    await docker?.stop();
    folder.remove();
  });

  test('sees the host and each container with its state and figures', async () => {
    const { page, complaints } = await visit(browser, home);
    const web = page.getByRole('row', { name: /shop-web/ });
    await web.waitFor({ timeout: WAIT_MS });
    await expect.poll(() => web.textContent(), { timeout: WAIT_MS }).toMatch(/[KM]iB/);
    const text = (await web.textContent()) ?? '';
    expect(text).toContain('running');
    expect(text).toContain('nginx');
    expect(text).toMatch(/64\s?MiB/);
    const sick = page.getByRole('row', { name: /shop-sick/ });
    await expect.poll(() => sick.textContent(), { timeout: WAIT_MS }).toContain('unhealthy');
    expect(await page.getByRole('article').count()).toBe(1);
    await keepPicture(page, 'home');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('opens a container and sees its facts, charts, process and log', async () => {
    const { page, complaints } = await visit(browser, home);
    await page.getByRole('link', { name: 'shop-worker', exact: true }).click();
    await page.getByRole('heading', { name: 'shop-worker' }).waitFor();
    const chart = page.getByRole('figure', { name: /^CPU\./ });
    await chart.locator('svg').first().waitFor();
    await page.getByText('no memory limit').first().waitFor();
    const log = page.getByRole('region', { name: 'Log', exact: true });
    await log
      .getByText(/INFO line \d+/)
      .first()
      .waitFor({ timeout: WAIT_MS });
    await expect
      .poll(() => page.getByRole('region', { name: 'Processes' }).textContent(), {
        timeout: WAIT_MS,
      })
      .toContain('while');
    await keepPicture(page, 'container');
    await page.goBack();
    await page.getByRole('table', { name: 'Containers' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('searches the logs, filters by a field, and gets the same from the copied address', async () => {
    const { page, complaints } = await visit(browser, new URL('/logs', home).href);
    await page.getByRole('textbox', { name: 'Query' }).fill('ERROR');
    await page.keyboard.press('Enter');
    const lines = page.getByRole('table', { name: 'Log lines, newest first' });
    await lines.getByText(/ERROR/).first().waitFor({ timeout: WAIT_MS });
    await page
      .getByRole('button', { name: /container\.name/ })
      .first()
      .click();
    const values = page.getByRole('list', { name: /container\.name/ });
    await values.getByRole('button', { name: 'Only lines with this value' }).first().click();
    await expect.poll(() => page.url()).toContain('f=container.name:shop-worker');
    await lines.getByText('line').first().waitFor();
    expect(await lines.textContent()).not.toContain('INFO');
    await page.getByRole('list', { name: 'Lines by level' }).getByText('error').waitFor();
    await keepPicture(page, 'logs');
    await page.getByRole('button', { name: 'Show the whole record' }).last().click();
    await page.getByText('Surrounding lines').click();
    const context = page.getByRole('region', { name: 'Lines of shop-worker around this one' });
    await context.getByRole('listitem').first().waitFor();
    expect(await context.textContent()).toContain('INFO');
    await page.getByRole('button', { name: 'Hide the record' }).click();

    const second = await visit(browser, page.url());
    const again = second.page.getByRole('table', { name: 'Log lines, newest first' });
    await again.getByText(/ERROR/).first().waitFor();
    expect(await second.page.getByRole('textbox', { name: 'Query' }).inputValue()).toBe('ERROR');
    await second.page.getByText('container.name: shop-worker').waitFor();
    expect([...complaints, ...second.complaints]).toEqual([]);
    await page.close();
    await second.page.close();
  });

  test('follows the live tail', async () => {
    const { page, complaints } = await visit(browser, new URL('/logs?live=on', home).href);
    const newest = page.getByRole('table', { name: 'Log lines, newest first' }).locator('tbody tr');
    const numberOf = async () => {
      const text = await newest
        .getByText(/line \d+/)
        .first()
        .textContent();
      return Number(/line (\d+)/.exec(text ?? '')?.[1] ?? Number.NaN);
    };
    const before = await eventually('a line of the worker', numberOf, WAIT_MS);
    await expect.poll(numberOf, { timeout: WAIT_MS }).toBeGreaterThan(before);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('has everything on a telephone', async () => {
    const { page, complaints } = await visit(browser, home);
    await page.setViewportSize({ width: 390, height: 600 });
    const overflow = () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    const link = page.getByRole('link', { name: 'shop-worker', exact: true });
    await link.scrollIntoViewIfNeeded();
    await keepPicture(page, 'phone-home');
    expect(await overflow()).toBe(0);
    await link.click();
    await page.getByRole('heading', { name: 'shop-worker' }).waitFor();
    expect(await page.evaluate('document.getElementById("main").scrollTop')).toBe(0);
    await keepPicture(page, 'phone-container');
    expect(await overflow()).toBe(0);
    await page.getByRole('link', { name: 'Logs', exact: true }).click();
    await page.getByRole('button', { name: 'Field list' }).click();
    const fields = page.getByRole('dialog', { name: 'Field list' });
    await fields.getByRole('button', { name: 'container.name', exact: true }).waitFor();
    await keepPicture(page, 'phone-fields');
    await page.keyboard.press('Escape');
    await fields.waitFor({ state: 'detached' });
    await keepPicture(page, 'phone-logs');
    expect(await overflow()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('is told about the unhealthy container, in Korean too', async () => {
    const { page, complaints } = await visit(browser, new URL('/alerts', home).href, 'ko-KR');
    // Only what happens while somebody watches is an alert.
    await docker.run('shop-late', containers.unhealthy);
    const row = page.getByRole('row', { name: /shop-late/ });
    await row.first().waitFor({ timeout: WAIT_MS });
    expect(await row.first().textContent()).toContain('비정상 상태로 전환됨');
    await expect
      .poll(() => page.getByRole('navigation').textContent(), { timeout: WAIT_MS })
      .toMatch(/최근 24시간 알림/);
    await keepPicture(page, 'alerts-ko');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe.runIf(isAvailable('chromium'))('a person on a machine without Docker', () => {
  const folder = temporaryFolder('e2e-bare');
  let longshore: LongshoreProcess;
  let browser: Browser;

  beforeAll(async () => {
    longshore = await startLongshore('up', {
      'path.data': join(folder.path, 'data'),
      'path.logs': join(folder.path, 'logs'),
      'http.port': 0,
      'server.port': 0,
      'docker.host': `unix://${folder.path}/nothing.sock`,
    });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await longshore?.end('SIGTERM');
    folder.remove();
  });

  test('sees the host, what is missing, and the command that fixes it', async () => {
    const { page, complaints } = await visit(browser, longshore.addresses[0] ?? '');
    await page.getByRole('article').waitFor({ timeout: WAIT_MS });
    await page.getByText('No Docker Engine was found').waitFor({ timeout: WAIT_MS });
    await page.getByText(/systemctl start docker/).waitFor();
    await keepPicture(page, 'home-without-docker');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe.runIf(isAvailable('chromium'))('a person whose store was killed under load', () => {
  const folder = temporaryFolder('e2e-recovery');
  const settings = {
    'path.data': join(folder.path, 'data'),
    'path.logs': join(folder.path, 'logs'),
    'http.port': 0,
    'server.port': 0,
    'docker.host': `unix://${folder.path}/nothing.sock`,
  };
  let longshore: LongshoreProcess;
  let browser: Browser;

  beforeAll(async () => {
    await leaveLongTranslog(settings, 'metrics-long');
    longshore = await startLongshore('up', settings);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await longshore?.end('SIGTERM');
    folder.remove();
  });

  test('is told how far it is with reading back, and then sees everything without doing anything', async () => {
    const { page, complaints } = await visit(browser, longshore.addresses[0] ?? '', 'ko-KR');
    const note = page.getByText('다시 읽고 있습니다');
    await note.waitFor();
    await page.getByText(/작업 [\d,]+개 중 [\d,]+개 완료, 인덱스 \d+개 중 \d+개 남음/).waitFor();
    await keepPicture(page, 'recovery-ko');
    await note.waitFor({ state: 'detached', timeout: 2 * WAIT_MS });
    await page.getByRole('article').waitFor({ timeout: WAIT_MS });
    await keepPicture(page, 'recovery-done-ko');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
