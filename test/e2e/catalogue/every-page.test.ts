import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../../helpers/axe-violations.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { root } from '../../helpers/orangery.ts';
import type { OpenSite, Visit } from '../../helpers/sites/open-site.ts';
import { base, openCatalogue, publicModules } from './catalogue-page.ts';

const results = join(root, 'test-results', 'catalogue');
const board = '/leaderboards/tabular-classification-held-out-14ddab9a/';
const pages = [
  '/',
  '/roles/',
  '/leaderboards/',
  board,
  '/status/',
  ...publicModules.map((id) => `/modules/${id}/`),
];

let site: OpenSite;

beforeAll(async () => {
  site = await openCatalogue();
});

afterAll(() => site?.close());

describe('every page', () => {
  it.each(
    [320, 768, 1440].flatMap((width) => [[width, 'light'] as const, [width, 'dark'] as const]),
  )('fits %s px, %s, without a word in the console', async (width, colorScheme) => {
    await mkdir(results, { recursive: true });
    const look: Visit = async (page, { path }) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${path} at ${width} px`).toBeLessThanOrEqual(width);
      expect(await page.locator('h1').count(), path).toBe(1);
      const name = path.replaceAll('/', ' ').trim().replaceAll(' ', '-') || 'home';
      const file = join(results, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    };
    await site.withPages(pages, look, { viewport: { width, height: 900 }, colorScheme });
  });

  it.each(['light', 'dark'] as const)('breaks no rule of axe, %s', async (colorScheme) => {
    const look: Visit = async (page, { path }) => {
      expect(await axeViolations(page), path).toEqual([]);
    };
    await site.withPages(pages, look, { viewport: { width: 320, height: 900 }, colorScheme });
  });

  it('has a strict policy, and nothing in line that it would forbid', async () => {
    for (const file of await pageFiles()) {
      const text = await readSite(file);
      expect(text, file).toContain("default-src 'none'");
      expect(text, file).not.toContain('unsafe-');
      expect(text, file).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle="|\son[a-z]+="/);
      expect(text, file).not.toMatch(/(src|srcset)="https?:/);
    }
  });

  it('is no heavier than 30 kB of JavaScript and 20 kB of CSS, compressed', async () => {
    for (const file of await pageFiles()) {
      const text = await readSite(file);
      const links = linksOf(text);
      expect(await weight(links, '.js'), file).toBeLessThan(30_000);
      expect(await weight(links, '.css'), file).toBeLessThan(20_000);
    }
  });

  it('says nothing of private modules', async () => {
    for (const file of await filesIn(site.folder)) {
      const text = await readSite(file);
      expect(text.includes('hidden-orchard') || text.includes('Hidden orchard'), file).toBe(false);
    }
  });
});

async function pageFiles(): Promise<readonly string[]> {
  const files = await filesIn(site.folder);
  return files.filter((file) => file.endsWith('.html'));
}

async function readSite(file: string): Promise<string> {
  return readFile(join(site.folder, file), 'utf8');
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link!);
}

/** Bytes of all linked files of a kind, and of those that they import at once, each compressed. */
async function weight(links: readonly string[], extension: string): Promise<number> {
  const seen = new Set(links.filter((link) => link.endsWith(extension)));
  let bytes = 0;
  // a set hands out what is added while it is walked through
  for (const link of seen) {
    const text = await readFile(join(site.folder, link.slice(base.length)));
    bytes += gzipSync(text).length;
    for (const [, name] of String(text).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) {
      seen.add(`${dirname(link)}/${name}`);
    }
  }
  return bytes;
}
