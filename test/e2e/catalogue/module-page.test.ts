import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenSite, Visit } from '../../helpers/sites/open-site.ts';
import { base, deployed, hrefs, openCatalogue } from './catalogue-page.ts';

let site: OpenSite;

beforeAll(async () => {
  site = await openCatalogue();
});

afterAll(() => site?.close());

describe('a module’s page', () => {
  it('shows figures, plots, speed, data, receipt and commands', async () => {
    await site.withPage('/modules/leaf-classifier/', async (page) => {
      const accuracy = page.getByRole('row', { name: /^Accuracy/ });
      expect(await accuracy.textContent()).toMatch(
        /95\.5 %\s*91\.9 % – 97\.5 %\s*19\.0 %[\s\S]*76\.5 points/,
      );
      for (const name of ['Confusion matrix: ', 'Calibration: ', 'Learning curve: loss']) {
        expect(await page.getByRole('img', { name }).isVisible()).toBe(true);
      }
      const text = await page.locator('main').innerText();
      for (const part of ['4.31 ms', '413 kB', 'CC-BY-4.0', '1\u202f105 examples', 'AMD EPYC']) {
        expect(text).toContain(part);
      }
      expect(text).toContain('curl -F data=@picture.png');
      expect(text).toContain('npx orangery train leaf-classifier');
      expect(text).toContain('20261112-093000');
    });
  });

  it('leads to its parent and its children', async () => {
    await site.withPage('/modules/leaf-classifier/', async (page) => {
      const relatives = page.locator('#relatives');
      await relatives.getByRole('link', { name: 'Citrus leaf classifier' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
        'Citrus leaf classifier',
      );
      await relatives.getByRole('link', { name: 'Leaf classifier', exact: true }).click();
      expect(new URL(page.url()).pathname).toBe(`${base}/modules/leaf-classifier/`);
    });
  });

  it('copies a command', async () => {
    const copy: Visit = async (page) => {
      const block = page.locator('[data-copy]', { hasText: 'orangery serve' });
      await block.hover();
      await block.getByRole('button', { name: 'Copy' }).click();
      await block.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'npx orangery serve leaf-classifier',
      );
    };
    await site.withPage('/modules/leaf-classifier/', copy, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
  });

  it('draws where it comes from, with links that the keyboard reaches', async () => {
    await site.withPage('/modules/leaf-classifier/', async (page) => {
      const graph = page.getByRole('group', { name: /^Graph/ });
      const links = await graph.locator('a').evaluateAll(hrefs);
      expect(links).toEqual([
        `${base}/modules/image-classifier/`,
        '#data',
        '#receipt',
        `${base}/modules/greenhouse-leaf-classifier/`,
      ]);
      await graph.locator('a').last().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`${site.address}/modules/greenhouse-leaf-classifier/`);
    });
  });

  it('shows every version with its figure, and what may not be compared', async () => {
    await site.withPage('/modules/leaf-classifier/', async (page) => {
      const row = page.getByRole('row', { name: /^1\.0\.0/ });
      expect(await row.innerText()).toMatch(/90\.5 % \(85\.9 % – 93\.7 %\) \*[\s\S]*6\.12 ms/);
    });
  });

  it('opens one way to call it at a time, without JavaScript too', async () => {
    const settings = { javaScriptEnabled: false };
    const visit: Visit = async (page) => {
      await page.getByText('Triton client', { exact: true }).click();
      expect(await page.getByText('triton.InferenceServerClient').isVisible()).toBe(true);
      expect(await page.getByText('curl -F data=@picture.png').isVisible()).toBe(false);
    };
    await site.withPage('/modules/leaf-classifier/', visit, settings);
  });

  it('asks each deployment whether it is ready, and no other place', async () => {
    await site.withPage('/modules/leaf-classifier/', async (page) => {
      const health = page.locator('[data-health]').first();
      await page.waitForFunction(() => document.querySelector('[data-health]')?.textContent !== '');
      expect(await health.textContent()).toMatch(/^ready now, answered in \d+ ms$/);
      const policy = await page
        .locator('meta[http-equiv="content-security-policy"]')
        .getAttribute('content');
      expect(policy).toContain("connect-src 'self' https://models.example.org;");
    });
  });

  it('says when a deployment cannot be read from here', async () => {
    const visit: Visit = async (page) => {
      await page.getByText('now: cannot be read from here').first().waitFor();
    };
    await site.withPage('/modules/leaf-classifier/', visit, {
      prepare: (context) => context.route(`${deployed}/**`, (route) => route.abort()),
      words: /ERR_FAILED/,
    });
  });

  it('keeps a hostile card from doing harm', async () => {
    await site.withPage('/modules/plant-detector/', async (page) => {
      expect(await page.title()).toBe('Plant detector <b>bold</b> · Garden of models');
      const foreign = 'script:not([src]), main style, main img:not([src^="/garden/"]), main b';
      expect(await page.locator(foreign).count()).toBe(0);
      const links = await page.locator('main a').evaluateAll(hrefs);
      expect(links.filter((href) => /^(javascript|data):/i.test(href ?? ''))).toEqual([]);
    });
  });
});
