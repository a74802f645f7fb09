import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../helpers/chromium.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { serveSite, type ServedSite } from '../helpers/serve-site.ts';

const results = join(root, 'test-results', 'how-to');
const site = join(results, 'site');
const howTos = (await readdir(join(root, 'marketplace/src/content/docs/how-to')))
  .map((file) => `/how-to/${file.replace(/\.md$/, '/').replace(/^index\/$/, '')}`)
  .sort();
const recipePages = ['/recipes/', '/recipes/object-detection/', '/recipes/tabular-classification/'];
const pages = [...howTos, ...recipePages, '/roles/'];
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let served: ServedSite;

beforeAll(async () => {
  await mkdir(results, { recursive: true });
  const built = await orangery(['catalogue', 'build', '--out', site]);
  expect(built.code, built.stderr).toBe(0);
  served = await serveSite(site, '');
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

describe('how-tos, recipes and roles', () => {
  const looks = [320, 768, 1440].flatMap((width) => [
    [width, 'light'] as const,
    [width, 'dark'] as const,
  ]);

  it.each(looks)('fit %s px, %s, without a word in the console', async (width, colorScheme) => {
    await withPages({ viewport: { width, height: 900 }, colorScheme }, async (page, path) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        width,
      );
      const name = path.replaceAll('/', ' ').trim().replaceAll(' ', '-');
      const file = join(results, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    });
  });

  it.each(['light', 'dark'] as const)('break no rule of axe, %s', async (colorScheme) => {
    await withPages({ viewport: { width: 320, height: 900 }, colorScheme }, async (page, path) => {
      // as the browser's own console would, past the page's policy
      const broken = await page.evaluate(
        `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
      );
      expect(broken, path).toEqual([]);
    });
  });

  it('have one heading, one main part, and are marked in the navigation', async () => {
    await withPages({ javaScriptEnabled: false }, async (page, path) => {
      expect(await page.locator('h1').count(), path).toBe(1);
      expect(await page.locator('main').count(), path).toBe(1);
      const marked = page.getByRole('navigation', { name: 'Site' }).locator('a[aria-current]');
      expect(await marked.count(), path).toBe(1);
    });
  });

  it('weigh at most 20 kB of styles and 30 kB of scripts', async () => {
    await withPages({}, async (page, path) => {
      const weights = await page.evaluate(async () => {
        const packed = async (links: string[]): Promise<number> => {
          let sum = 0;
          for (const link of links) {
            const body = (await fetch(link)).body!.pipeThrough(new CompressionStream('gzip'));
            sum += (await new Response(body).arrayBuffer()).byteLength;
          }
          return sum;
        };
        const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
        const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')];
        return {
          styles: await packed(styles.map((link) => link.href)),
          scripts: await packed(scripts.map((script) => script.src)),
        };
      });
      expect(weights.styles, path).toBeLessThan(20_000);
      expect(weights.scripts, path).toBeLessThan(30_000);
    });
  });
});

describe('a how-to', () => {
  it('lets its commands be copied and its blocks be reached by keyboard', async () => {
    const settings = { permissions: ['clipboard-read', 'clipboard-write'] };
    const context = await browser.newContext(settings);
    const page = await context.newPage();
    await page.goto(`${served.address}/how-to/call-the-api/`);
    const block = page.locator('[data-copy]').first();
    await block.locator('pre').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'npx orangery serve leaf-classifier seed-classifier\n',
    );
    await context.close();
  });

  it('leaves no style of its own on other pages', async () => {
    const html = await readFile(join(site, 'modules', 'leaf-classifier', 'index.html'), 'utf8');
    for (const [, link] of html.matchAll(/href="(\/_astro\/[^"]*\.css)"/g)) {
      expect(await readFile(join(site, link!), 'utf8'), link).not.toContain('--sl-');
    }
  });
});

type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

/** Visits every page, and fails on any word in its console. */
async function withPages(
  settings: Settings,
  visit: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(settings);
  try {
    for (const path of pages) {
      const page = await context.newPage();
      const words: string[] = [];
      page.on('console', (message) => words.push(message.text()));
      page.on('pageerror', (error) => words.push(error.message));
      await page.goto(`${served.address}${path}`);
      await visit(page, path);
      expect(words, path).toEqual([]);
      await page.close();
    }
  } finally {
    await context.close();
  }
}
