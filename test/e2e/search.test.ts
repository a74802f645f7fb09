import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../helpers/axe-violations.ts';
import { generatedId, writeGeneratedRoot } from '../helpers/generated-modules/index.ts';
import { root } from '../helpers/orangery.ts';
import { buildSite, sites } from '../helpers/sites/build-site.ts';
import { openSite, type OpenSite, type PageSettings } from '../helpers/sites/open-site.ts';

const count = 300;
const results = join(root, 'test-results', 'search');

let folder: string;
let site: OpenSite;
let titles: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orangery-search-'));
  await writeGeneratedRoot(folder, count);
  const out = join(sites, 'search');
  await buildSite({ from: folder, out });
  const { modules } = JSON.parse(await readFile(join(out, 'api/modules.json'), 'utf8'));
  titles = modules.map(({ title }: { title: string }) => title);
  site = await openSite({ root: folder, folder: out, base: '' });
});

afterAll(async () => {
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

const cards = (page: Page) => page.locator('.module-card');
const found = (page: Page) => page.getByRole('status');
const firstTitle = (page: Page) => cards(page).first().locator('h3').innerText();

describe('searching', () => {
  it('finds modules by words anywhere in their card, the best first, and keeps them in the address', async () => {
    await withPage('/', async (page) => {
      const title = titles[17]!;
      await page.getByLabel('Search').fill(title.toUpperCase());
      await page.waitForFunction(
        (wanted) => document.querySelector('h3')?.innerText === wanted,
        title,
      );
      expect(new URL(page.url()).searchParams.get('q')).toBe(title.toUpperCase());
      await page.reload();
      await page.waitForFunction(
        (wanted) => document.querySelector('h3')?.innerText === wanted,
        title,
      );
      await page.getByLabel('Search').fill('nosuchwordanywhere');
      await found(page).getByText('No module is like that').waitFor();
      expect(await cards(page).count()).toBe(0);
      await page.getByLabel('Search').fill('');
      await found(page).getByText(`${count} modules`).waitFor();
    });
  });

  it('takes values of a facet as alternatives, facets together, and counts what each would find', async () => {
    await withPage('/', async (page) => {
      await page.getByLabel(/^container/).check();
      await found(page).getByText('90 modules').waitFor();
      await page
        .getByLabel(/^pipeline/)
        .first()
        .check();
      await found(page).getByText('120 modules').waitFor();
      await page.getByLabel(/^Retrainable/).check();
      await found(page).getByText('No module is like that').waitFor();
      expect(new URL(page.url()).search).toBe('?runtime=container&runtime=pipeline&tunable=yes');
      // what the runtimes would find that can be retrained
      expect(
        await page
          .getByLabel(/^TensorFlow.js/)
          .first()
          .locator('..')
          .innerText(),
      ).toMatch(/180$/);
      await page.reload();
      expect(await page.getByLabel(/^container/).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Clear all' }).click();
      await found(page).getByText(`${count} modules`).waitFor();
      expect(new URL(page.url()).search).toBe('');
    });
  });

  it('joins words and facets', async () => {
    await withPage('/?q=generated&runtime=pipeline', async (page) => {
      await found(page).getByText('30 modules').waitFor();
    });
  });

  it('sorts by date and by latency', async () => {
    await withPage('/', async (page) => {
      const before = await firstTitle(page);
      await page.getByLabel('Sort by').selectOption('newest');
      await page.waitForFunction(
        (last) => document.querySelector('h3')?.innerText !== last,
        before,
      );
      expect(new URL(page.url()).search).toBe('?sort=newest');
      const newest = await firstTitle(page);
      const { modules } = await (await page.request.get(`${site.address}/api/modules.json`)).json();
      const dates: string[] = modules.map(({ updated }: { updated: string }) => updated);
      const one = modules.find(({ title }: { title: string }) => title === newest);
      expect(one.updated).toBe(dates.toSorted().at(-1));
    });
  });

  it('shows more, and leads the keyboard there', async () => {
    await withPage('/', async (page) => {
      expect(await cards(page).count()).toBe(24);
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.waitForFunction(() => document.querySelectorAll('.module-card').length === 48);
      const title = await cards(page).nth(24).locator('h3').innerText();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(title);
      expect(new Set(await page.locator('.module-card h3').allInnerTexts()).size).toBe(48);
    });
  });

  it('is done by the keyboard alone', async () => {
    await withPage('/', async (page) => {
      await page.getByLabel('Search').focus();
      await page.keyboard.type(titles[5]!);
      await page.waitForFunction(
        (wanted) => document.querySelector('h3')?.innerText === wanted,
        titles[5],
      );
      for (let steps = 0; steps < 200; steps += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => document.activeElement?.textContent);
        if (focused === titles[5]) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/modules\/[^/]+\/$/);
      expect(await page.locator('h1').innerText()).toBe(titles[5]);
    });
  });

  it('says so when the index cannot be had, and goes on when it can', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.route('**/search/table.json', (route) => route.abort());
    await page.goto(`${site.address}/`);
    await page.getByLabel('Search').fill('generated');
    await found(page).getByText('The search could not be loaded').waitFor();
    await page.unroute('**/search/table.json');
    await page.getByLabel('Search').fill('generate');
    await found(page).getByText(`${count} modules`).waitFor();
    await context.close();
  });
});

describe('comparing', () => {
  it('sets modules that are chosen from the list side by side, and keeps them in the address', async () => {
    await withPage('/?trained=yes&runtime=tfjs', async (page) => {
      await found(page).getByText('150 modules').waitFor();
      const names = (await page.locator('.module-card h3').allInnerTexts()).slice(0, 3);
      for (const name of names) await page.getByLabel(`Compare ${name}`, { exact: true }).check();
      await page.getByText('3 modules chosen.').waitFor();
      await page.getByRole('link', { name: 'Compare them' }).click();
      await page.getByRole('status').getByText('3 modules.').waitFor();
      expect(await page.locator('thead th').allInnerTexts()).toEqual(names);
      expect(new URL(page.url()).searchParams.get('modules')!.split(',')).toHaveLength(3);
      expect(
        await page
          .getByRole('row', { name: /^Licence/ })
          .locator('td')
          .count(),
      ).toBe(3);
      await page.getByRole('button', { name: `Without ${names[0]}` }).click();
      await page.getByRole('status').getByText('2 modules.').waitFor();
      await page.reload();
      await page.getByRole('status').getByText('2 modules.').waitFor();
    });
  });

  it('says which module is not there, and takes one by name', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.address}/compare/?modules=no-such-module`);
    await page.getByText('no-such-module could not be loaded.').waitFor();
    const { modules } = await (await page.request.get(`${site.address}/api/modules.json`)).json();
    for (const { id } of modules.slice(0, 2)) {
      await page.getByLabel(/Add a module by/).fill(id);
      await page.keyboard.press('Enter');
      await page.locator(`thead a[href$="/${id}/"]`).waitFor();
    }
    await page.getByRole('status').getByText('2 modules.').waitFor();
    await context.close();
  });
});

describe('lists without JavaScript', () => {
  const settings = { javaScriptEnabled: false };

  it('lead from the home page to every module', async () => {
    await withPage(
      '/',
      async (page) => {
        expect(await cards(page).count()).toBe(24);
        expect(await page.getByLabel('Search').isVisible()).toBe(false);
        await page.getByRole('link', { name: /^container/ }).click();
        expect(await page.locator('h1').innerText()).toBe('Runs as: container');
        expect(await page.locator('main li a').count()).toBe(90);
        await page.getByRole('link', { name: 'All lists' }).click();
        await page.getByRole('link', { name: `All ${count} modules` }).click();
        const seen = new Set<string>();
        for (;;) {
          for (const text of await page.locator('main > div > ul > li > a').allInnerTexts())
            seen.add(text);
          const next = page.getByRole('link', { name: 'Next' });
          if ((await next.count()) === 0) break;
          await next.click();
        }
        expect(seen.size).toBe(new Set(titles).size);
      },
      settings,
    );
  });
});

describe('every list and comparison', () => {
  it.each([
    [320, 'light'],
    [320, 'dark'],
    [1440, 'dark'],
  ] as const)('is without violations at %s px, %s', async (width, colorScheme) => {
    const settings = { viewport: { width, height: 900 }, colorScheme };
    for (const path of [
      '/',
      '/?runtime=pipeline',
      '/browse/',
      '/browse/task/',
      '/browse/all/',
      compared(),
    ]) {
      await withPage(
        path,
        async (page) => {
          if (path.startsWith('/?')) await found(page).getByText('30 modules').waitFor();
          const filters = page.getByText('Filters', { exact: true });
          if (await filters.isVisible()) await filters.click();
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide, path).toBeLessThanOrEqual(width);
          expect(await axeViolations(page), path).toEqual([]);
          const name = path.replaceAll(/\W+/g, '-').replace(/^-|-$/g, '') || 'home';
          await page.screenshot({ path: join(results, `${name}-${width}-${colorScheme}.png`) });
        },
        settings,
      );
    }
  });
});

/** Address of two measured modules side by side. */
function compared(): string {
  return `/compare/?modules=${generatedId(0)},${generatedId(10)}`;
}

/** Opens a page, and fails on any word in its console. */
async function withPage(
  path: string,
  visit: (page: Page) => Promise<void>,
  settings: PageSettings = {},
): Promise<void> {
  const prepare: PageSettings['prepare'] = async (context) => context.setDefaultTimeout(20_000);
  await site.withPage(path, visit, { prepare, ...settings });
}
