import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiptFingerprint } from '@orangery/runner/browser';
import type { Receipt } from '@orangery/schemas';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { fewReviews, fewSigns } from './retrain/few-examples.ts';
import {
  axeViolations,
  choose,
  openModule as openModuleOf,
  openPanel,
  openSite,
  takeHome,
  train,
  type Asked,
  type OpenSite,
  type Run,
} from './retrain/retrain-page.ts';

const results = join(root, 'test-results', 'retrain');
const dataFolder = process.env.ORANGERY_TEST_DATA;
if (dataFolder === undefined) {
  const message = 'ORANGERY_TEST_DATA names no folder: nothing was retrained on real data';
  if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
  console.warn(message);
}

let site: OpenSite;

beforeAll(async () => {
  site = await openSite(join(results, 'site'));
});

afterAll(async () => site?.close());

const openModule = async (id: string) => openModuleOf(site, id);

async function passesChecks(folder: string): Promise<void> {
  for (const verb of [
    ['validate', folder],
    ['test', folder],
  ]) {
    const { code, stdout, stderr } = await orangery(verb);
    expect(code, `${verb.join(' ')}:\n${stdout}${stderr}`).toBe(0);
  }
}

const penguins = dataFolder && join(dataFolder, 'penguins.csv');

describe('before it is opened', () => {
  it('loads a small opener and nothing else', async () => {
    const { page, asked } = await openModule('tabular-classifier');
    await page.waitForLoadState('networkidle');
    const names = asked.map(({ url }) => url.slice(site.address.length));
    expect(
      names.filter((name) =>
        /retrain-worker|open-retraining|retrain\.[^/]*(css|json)|\.wasm/.test(name),
      ),
    ).toEqual([]);
    expect(names.some((name) => name.includes('RetrainHere'))).toBe(true);
    await page.context().close();
  });

  it('is offered where a page can do it, and nowhere else', async () => {
    for (const [id, count] of [
      ['leaf-classifier', 1],
      ['harvest-estimator', 1],
      ['object-detector', 0],
    ] as const) {
      const { page } = await openModule(id);
      expect(await page.getByRole('button', { name: 'Retrain it here' }).count()).toBe(count);
      await page.context().close();
    }
  });
});

describe.skipIf(penguins === undefined)('retraining on penguins', () => {
  it('is as good as on the server, stays on the device, and is a module like any other', async () => {
    const { page, asked } = await openModule('tabular-classifier');
    const panel = await openPanel(page);
    await choose(page, penguins!);
    await train(page, { target: 'species', trials: 3, minutes: 3 });
    await page.getByText('Trial 3, pass by pass.').waitFor({ timeout: 120_000 });
    await panel.screenshot({ path: join(results, 'running.png') });
    await page.locator('.result').waitFor({ timeout: 240_000 });
    await panel.screenshot({ path: join(results, 'result-1280.png') });
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
    await panel.screenshot({ path: join(results, 'result-320.png') });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeViolations(page)).toEqual([]);
    await panel.screenshot({ path: join(results, 'result-320-dark.png') });

    const { folder, receipt } = await takeHome(page);
    expect(receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.95);
    expect(receipt.dataset.sources[0]!.link).toBe('secret:DATASET');
    expect(receiptFingerprint(receipt)).toBe(receipt.fingerprint);
    expect(receipt.signature).toBeDefined();
    expect(await page.locator('.result').innerText()).toContain('Accuracy');
    await passesChecks(folder);
    await checkRequests(asked);
    await sameAsServer(folder, receipt);
    await page.context().close();
  });

  async function checkRequests(asked: readonly Asked[]): Promise<void> {
    expect(asked.length).toBeGreaterThan(5);
    for (const { method, url, body } of asked.filter((one) => !one.url.startsWith('blob:'))) {
      expect(method, url).toBe('GET');
      expect(url.startsWith(`${site.address}/`), url).toBe(true);
      expect(new URL(url).search, url).toBe('');
      expect(body, url).toBeNull();
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
    const { page } = await openModule('tabular-classifier');
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
    await train(page, { trials: 1, minutes: 1 });
    await page.locator('.result').waitFor({ timeout: 120_000 });
    await page.context().close();
  });

  it('makes a golden test of held-out examples where the data is public', async () => {
    const { page } = await openModule('tabular-classifier');
    await openPanel(page);
    await choose(page, penguins!);
    await page.getByText('This data is public').click();
    const link = 'https://example.org/penguins.csv';
    await page.getByLabel('Where everybody finds it').fill(link);
    await page.getByLabel('Where everybody finds it').press('Tab');
    await page.getByLabel('Name of the new module').fill('penguin-years');
    await train(page, { target: 'species', trials: 1, minutes: 1 });
    await page.locator('.result').waitFor({ timeout: 120_000 });
    const { folder, receipt } = await takeHome(page);
    expect(folder.endsWith('/penguin-years')).toBe(true);
    expect(receipt.dataset.sources).toEqual([
      { link, sha256: expect.any(String), bytes: expect.any(Number) },
    ]);
    expect(await readFile(join(folder, 'golden.json'), 'utf8')).toContain('Adelie');
    await passesChecks(folder);
    await page.context().close();
  });

  it('offers the request for a team’s machines, filled in', async () => {
    const { page } = await openModule('tabular-classifier');
    await page.route('**/retrain.json', async (route) => {
      const facts = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...facts, repository: 'garden/house' } });
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
    await page.context().close();
  });

  it('works by keyboard alone', async () => {
    const { page } = await openModule('tabular-classifier');
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
    await page.context().close();
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

describe.skipIf(dataFolder === undefined)('retraining on other data', () => {
  it('learns pictures', async () => {
    const folder = await tempFolder({ 'signs.zip': await fewSigns(dataFolder!) });
    await learns('image-classifier', join(folder, 'signs.zip'), { trials: 1, minutes: 1.5 });
  });

  it('learns texts', async () => {
    const folder = await tempFolder({ 'reviews.csv': await fewReviews(dataFolder!) });
    await learns('text-classifier', join(folder, 'reviews.csv'), { trials: 1, minutes: 1 });
  });

  async function learns(id: string, file: string, run: Run): Promise<void> {
    const { page } = await openModule(id);
    const panel = await openPanel(page);
    await choose(page, file);
    await train(page, run);
    await page.locator('.result').waitFor({ timeout: 300_000 });
    await panel.screenshot({ path: join(results, `${id}.png`) });
    const { folder, receipt } = await takeHome(page);
    expect(receipt.metrics.accuracy).toBeGreaterThan(receipt.baseline.metrics.accuracy!);
    await passesChecks(folder);
    await page.context().close();
  }
});

describe('data that cannot be trained on', () => {
  const oneClass = `x,kind\n${'1,a\n'.repeat(30)}`;
  const amounts = Array.from({ length: 40 }, (_, row) => `${row % 7},${row},${row * 1.37}`);

  it.each([
    ['an empty file', 'kinds.csv', ''],
    ['one class', 'kinds.csv', oneClass],
    ['no rows', 'kinds.csv', 'x,kind\n'],
    ['numbers to predict', 'weights.csv', ['x,y,weight', ...amounts].join('\n')],
  ])('gets the server’s words: %s', async (_, name, text) => {
    const { page } = await openModule('tabular-classifier');
    await openPanel(page);
    await choose(page, { name, text });
    const problem = page.getByRole('alert');
    await problem.waitFor();
    const config = await readFile(join(root, 'orangery.config.yml'));
    const folder = await tempFolder({ [name]: text, 'orangery.config.yml': config });
    const told = await orangery(
      ['dataset', 'inspect', name, '--recipe', 'tabular-classification'],
      {
        cwd: folder,
      },
    );
    expect(told.code).toBe(1);
    const [line] = (await problem.locator('p').first().innerText()).split('\n');
    expect(squeezed(told.stderr)).toContain(squeezed(line!));
    expect(await page.getByRole('button', { name: 'Start training' }).isVisible()).toBe(false);
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  /** A terminal breaks lines where it likes. */
  const squeezed = (text: string): string => text.replace(/\s+/g, '');

  it('is shown the way to what reads it', async () => {
    const { page } = await openModule('tabular-classifier');
    await openPanel(page);
    await choose(page, { name: 'weights.csv', text: ['x,y,weight', ...amounts].join('\n') });
    const way = page.getByRole('link', { name: 'modules for tabular regression' });
    expect(await way.getAttribute('href')).toBe('/recipes/tabular-regression/');
    await way.click();
    await page.waitForURL('**/recipes/tabular-regression/');
    await page.context().close();
  });

  it('is refused where pictures do not decode', async () => {
    const { page } = await openModule('image-classifier');
    await openPanel(page);
    const broken = Object.fromEntries(
      ['a/1', 'a/2', 'b/1', 'b/2'].map((name) => [`${name}.png`, strToU8('no picture')]),
    );
    const folder = await tempFolder({ 'broken.zip': zipSync(broken) });
    await choose(page, join(folder, 'broken.zip'));
    const problem = page.getByRole('alert');
    await problem.waitFor();
    expect(await problem.innerText()).toContain('expected pictures that decode');
    await page.context().close();
  });
});
