import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptFingerprint } from '@orangery/runner/browser';
import type { Receipt } from '@orangery/schemas';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../../helpers/axe-violations.ts';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { penguins } from './real-data.ts';
import {
  choose,
  openPanel,
  openRetraining,
  passesChecks,
  results,
  takeHome,
  train,
  type RetrainSite,
} from './retrain-page.ts';

let site: RetrainSite;

beforeAll(async () => {
  site = await openRetraining();
});

afterAll(() => site?.close());

describe.skipIf(penguins === undefined)('retraining on penguins', () => {
  it('is as good as on the server, stays on the device, and is a module like any other', async () => {
    await site.withModule('tabular-classifier', async (page, { asked }) => {
      const panel = await openPanel(page);
      await choose(page, penguins!);
      await train(page, { target: 'species', trials: 3, minutes: 10 });
      await page.getByText('Trial 3, pass by pass.').waitFor({ timeout: 120_000 });
      await panel.screenshot({ path: join(results, 'running.png') });
      await page.locator('.result').waitFor({ timeout: 240_000 });
      await panel.screenshot({ path: join(results, 'result-1280.png') });
      expect(await axeViolations(page, '[data-retrain]')).toEqual([]);
      await page.setViewportSize({ width: 320, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(320);
      await panel.screenshot({ path: join(results, 'result-320.png') });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await axeViolations(page, '[data-retrain]')).toEqual([]);
      await panel.screenshot({ path: join(results, 'result-320-dark.png') });

      const { folder, receipt } = await takeHome(page);
      expect(receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.95);
      expect(receipt.dataset.sources[0]!.link).toBe('secret:DATASET');
      expect(receiptFingerprint(receipt)).toBe(receipt.fingerprint);
      expect(receipt.signature).toBeDefined();
      expect(await page.locator('.result').innerText()).toContain('Accuracy');
      await passesChecks(folder);
      checkRequests(asked);
      await sameAsServer(folder, receipt);
    });
  });

  function checkRequests(asked: readonly Request[]): void {
    expect(asked.length).toBeGreaterThan(5);
    for (const request of asked.filter((one) => !one.url().startsWith('blob:'))) {
      const url = request.url();
      expect(request.method(), url).toBe('GET');
      expect(url.startsWith(`${site.address}/`), url).toBe(true);
      expect(new URL(url).search, url).toBe('');
      expect(request.postData(), url).toBeNull();
    }
  }

  /** The same data and budget on the server give the same weights to the last bit, and the same answers. */
  async function sameAsServer(folder: string, receipt: Receipt): Promise<void> {
    const out = join(await tempFolder(), 'run');
    const words = `train tabular-classifier --target species --trials 3 --width 1 --workers 0`;
    const trained = await orangery([
      ...words.split(' '),
      ...['--backend', 'wasm', '--dataset', penguins!, '--out', out, '--json'],
    ]);
    expect(trained.record).toMatchObject({ artifact: { sha256: receipt.artifact.sha256 } });
    const [here, there] = [await answersOf(folder), await answersOf(out)];
    expect(here).toMatch(/Adelie[^]*Gentoo/);
    expect(here).toBe(there);
  }

  async function answersOf(module: string): Promise<string> {
    const work = await tempFolder({ 'rows.csv': rows });
    const [input, output] = [join(work, 'rows.csv'), join(work, 'answers.csv')];
    const told = await orangery(['predict', module, '--input', input, '--output', output]);
    expect(told.code, told.stderr).toBe(0);
    return readFile(output, 'utf8');
  }

  const rows = [
    'island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year',
    'Torgersen,39.1,18.7,181,3750,male,2007',
    'Biscoe,49.9,16.1,213,5400,male,2009',
  ].join('\n');

  it('is cancelled at once, and can be started again', async () => {
    await site.withModule('tabular-classifier', async (page) => {
      await openPanel(page);
      await choose(page, penguins!);
      await train(page, { target: 'species', trials: 50, minutes: 30 });
      await page.getByRole('row', { name: /^2/ }).first().waitFor({ timeout: 120_000 });
      const [worker] = page.workers();
      const ended = new Promise((resolve) => worker!.once('close', resolve));
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled: nothing was kept').waitFor();
      await ended;
      expect(await page.getByLabel('Column to predict').inputValue()).toBe('species');
      await train(page, { trials: 1, minutes: 5 });
      await page.locator('.result').waitFor({ timeout: 120_000 });
    });
  });

  it('makes a golden test of held-out examples where the data is public', async () => {
    await site.withModule('tabular-classifier', async (page) => {
      await openPanel(page);
      await choose(page, penguins!);
      await page.getByText('This data is public').click();
      const link = 'https://example.org/penguins.csv';
      await page.getByLabel('Where everybody finds it').fill(link);
      await page.getByLabel('Where everybody finds it').press('Tab');
      await page.getByLabel('Name of the new module').fill('penguin-years');
      await train(page, { target: 'species', trials: 1, minutes: 5 });
      await page.locator('.result').waitFor({ timeout: 120_000 });
      const { folder, receipt } = await takeHome(page);
      expect(folder.endsWith('/penguin-years')).toBe(true);
      expect(receipt.dataset.sources).toEqual([
        { link, sha256: expect.any(String), bytes: expect.any(Number) },
      ]);
      expect(await readFile(join(folder, 'golden.json'), 'utf8')).toContain('Adelie');
      await passesChecks(folder);
    });
  });

  it('offers the request for a team’s machines, filled in', async () => {
    await site.withModule('tabular-classifier', async (page) => {
      await page.locator('[data-retrain]').evaluate((place: HTMLElement) => {
        const facts = JSON.parse(place.dataset.facts!) as object;
        place.dataset.facts = JSON.stringify({ ...facts, repository: 'garden/house' });
      });
      await openPanel(page);
      await choose(page, penguins!);
      const link = page.getByRole('link', { name: 'Ask for it on the team’s machines' });
      await link.waitFor();
      await page.getByLabel('Column to predict').selectOption('species');
      await page.locator('.facts', { hasText: 'Predictsspecies' }).waitFor();
      await page.getByLabel('Most trials').fill('20');
      const asked = new URL((await link.getAttribute('href'))!);
      expect(asked.href).toMatch(/^https:\/\/github\.com\/garden\/house\/issues\/new\?/);
      expect(Object.fromEntries(asked.searchParams)).toMatchObject({
        ...{ template: 'retrain.yml', module: 'tabular-classifier', target: 'species' },
        ...{ trials: '20', hours: '0.05' },
      });
    });
  });

  it('works by keyboard alone', async () => {
    await site.withModule('tabular-classifier', async (page) => {
      // asked for early: the browser is told to hand it over
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Retrain it here' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.retrain').waitFor();
      await tabTo(page, 'INPUT');
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(penguins!);
      await page.getByRole('button', { name: 'Start training' }).waitFor();
      expect(await focused(page)).toContain('2. What it is');
      await tabTo(page, 'SELECT');
      await page.keyboard.type('species');
      await page.locator('.facts', { hasText: 'Predictsspecies' }).waitFor();
      await tabTo(page, 'Start training');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      expect(await focused(page)).toContain('4. Training');
      await tabTo(page, 'Cancel');
      await page.keyboard.press('Enter');
      await page.getByText('Cancelled: nothing was kept').waitFor();
    });
  });

  async function focused(page: Page): Promise<string> {
    return page.evaluate(() => {
      const { tagName = '', textContent = '' } = document.activeElement ?? {};
      return `${tagName} ${textContent}`;
    });
  }

  async function tabTo(page: Page, wanted: string): Promise<void> {
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      if ((await focused(page)).includes(wanted)) return;
    }
    throw new Error(`the keyboard does not reach ${wanted}`);
  }
});
