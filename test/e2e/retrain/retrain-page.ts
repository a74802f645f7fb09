import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { orangery, root } from '../../helpers/orangery.ts';
import { openSharedSite, type OpenSite } from '../../helpers/sites/open-site.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Folder of pictures. */
export const results = join(root, 'test-results', 'retrain');

export interface RetrainSite extends OpenSite {
  /** Opens a module's page, and fails on any word in its console. */
  readonly withModule: OpenSite['withPage'];
}

/** The site of our samples. */
export async function openRetraining(): Promise<RetrainSite> {
  await mkdir(results, { recursive: true });
  const site = await openSharedSite('samples');
  const viewport = { width: 1280, height: 900 };
  return {
    ...site,
    withModule: (id, visit, settings) =>
      site.withPage(`/modules/${id}/`, visit, { viewport, ...settings }),
  };
}

export async function openPanel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Retrain it here' }).click();
  await page.locator('.retrain').waitFor();
  return page.locator('.retrain');
}

export async function choose(
  page: Page,
  file: string | { name: string; text: string },
): Promise<void> {
  const chosen =
    typeof file === 'string'
      ? file
      : { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) };
  await page.getByLabel('Choose a file').setInputFiles(chosen);
}

export interface Run {
  readonly target?: string;
  readonly trials: number;
  readonly minutes: number;
}

export async function train(page: Page, { target, trials, minutes }: Run): Promise<void> {
  const start = page.getByRole('button', { name: 'Start training' });
  await start.waitFor();
  if (target !== undefined) {
    await page.getByLabel('Column to predict').selectOption(target);
    await page.locator('.facts', { hasText: `Predicts${target}` }).waitFor();
  }
  await page.getByLabel('Most trials').fill(String(trials));
  await page.getByLabel('Most minutes').fill(String(minutes));
  await start.click();
}

/** Downloads the result, and unpacks it into the modules of a marketplace of its own. */
export async function takeHome(
  page: Page,
): Promise<{ folder: string; receipt: Receipt; home: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[download]').click(),
  ]);
  const home = await tempFolder({
    'orangery.config.yml': await readFile(join(root, 'orangery.config.yml')),
  });
  const files = unzipSync(await readFile(await download.path()));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(home, 'modules', path)), { recursive: true });
    await writeFile(join(home, 'modules', path), bytes);
  }
  const path = Object.keys(files).find((name) => name.includes('/receipts/'))!;
  const receipt = parseRecord('receipt', JSON.parse(Buffer.from(files[path]!).toString()), path);
  return { home, receipt, folder: join(home, 'modules', path.split('/')[0]!) };
}

/** A module that was trained in a page passes what every module must. */
export async function passesChecks(folder: string): Promise<void> {
  for (const verb of [
    ['validate', folder],
    ['test', folder],
  ]) {
    const { code, stdout, stderr } = await orangery(verb);
    expect(code, `${verb.join(' ')}:\n${stdout}${stderr}`).toBe(0);
  }
}
