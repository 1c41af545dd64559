import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../support/available.ts';
import { eventually } from '../support/longshore.ts';

/** Pictures of a run are kept here, so that a person can look at what the browser saw. */
const ARTIFACTS = fileURLToPath(new URL('../../artifacts/e2e', import.meta.url));

const WAIT_MS = 30_000;

/** Starts the browser of the machine. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** A page in the browser, and what it complained about. */
export interface Visit {
  readonly page: Page;
  /** Errors of scripts and breaches of the content security policy. */
  readonly complaints: readonly string[];
}

/**
 * Opens an address in a fresh page. Chromium drops what it is loading whenever a network interface comes or goes,
 * as with each start of a container, so that an address is opened again until its frame is there.
 */
export async function visit(browser: Browser, address: string, locale = 'en-US'): Promise<Visit> {
  const page = await browser.newPage({ locale, viewport: { width: 1_440, height: 900 } });
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await eventually(`the page at ${address}`, async () => {
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await page.getByRole('main').waitFor({ timeout: 5_000 });
    return true;
  });
  return { page, complaints };
}

/** Keeps a picture of what is on screen. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}
