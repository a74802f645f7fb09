import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../helpers/axe-violations.ts';
import { root } from '../helpers/orangery.ts';
import { openSharedSite, type OpenSite, type PageSettings } from '../helpers/sites/open-site.ts';

const results = join(root, 'test-results', 'how-to');
const howTos = (await readdir(join(root, 'marketplace/src/content/docs/how-to')))
  .map((file) => `/how-to/${file.replace(/\.md$/, '/').replace(/^index\/$/, '')}`)
  .sort();
const recipePages = ['/recipes/', '/recipes/object-detection/', '/recipes/tabular-classification/'];
const pages = [...howTos, ...recipePages, '/roles/'];

let site: OpenSite;

beforeAll(async () => {
  await mkdir(results, { recursive: true });
  site = await openSharedSite('samples');
});

afterAll(() => site?.close());

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
      expect(await axeViolations(page), path).toEqual([]);
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
    const copy = async (page: Page): Promise<void> => {
      const block = page.locator('[data-copy]').first();
      await block.locator('pre').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await block.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'npx orangery serve leaf-classifier seed-classifier\n',
      );
    };
    await site.withPage('/how-to/call-the-api/', copy, settings);
  });

  it('leaves no style of its own on other pages', async () => {
    const html = await readFile(
      join(site.folder, 'modules', 'leaf-classifier', 'index.html'),
      'utf8',
    );
    for (const [, link] of html.matchAll(/href="(\/_astro\/[^"]*\.css)"/g)) {
      expect(await readFile(join(site.folder, link!), 'utf8'), link).not.toContain('--sl-');
    }
  });
});

async function withPages(
  settings: PageSettings,
  visit: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  await site.withPages(pages, (page, { path }) => visit(page, path), settings);
}
