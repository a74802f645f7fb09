import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkRecord } from '@orangery/schemas';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../helpers/chromium.ts';
import { freePort } from '../helpers/free-port.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { serveSite, type ServedSite } from '../helpers/serve-site.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const results = join(root, 'test-results', 'catalogue');
const site = join(results, 'site');
const fixtures = join(root, 'test', 'fixtures', 'marketplace');
const base = '/garden';
const publicModules = [
  'greenhouse-leaf-classifier',
  'image-classifier',
  'leaf-classifier',
  'leaf-walk',
  'plant-detector',
  'seed-classifier',
  'tabular-classifier',
  'wheat-tree',
];
const board = '/leaderboards/tabular-classification-held-out-14ddab9a/';
const pages = [
  '/',
  '/roles/',
  '/leaderboards/',
  board,
  '/status/',
  ...publicModules.map((id) => `/modules/${id}/`),
];
/** Where the fixtures say that modules are deployed. */
const deployed = 'https://models.example.org';

let served: ServedSite;
let browser: Browser;
let address: string;

beforeAll(async () => {
  const built = await orangery(['catalogue', 'build', '--out', site, '--json'], {
    env: { ORANGERY_ROOT: fixtures },
  });
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
  expect(built.record).toMatchObject({ folder: 'test-results/catalogue/site' });
  served = await serveSite(site, base);
  address = served.address;
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

describe('the home page', () => {
  it('lists every public module once, with a link to its page', async () => {
    await withPage('/', async (page) => {
      const links = await page.locator('[data-module] h3 a').evaluateAll(hrefs);
      expect(links.toSorted()).toEqual(publicModules.map((id) => `${base}/modules/${id}/`));
    });
  });

  it('is a whole list without JavaScript', async () => {
    const settings = { javaScriptEnabled: false };
    await withPage(
      '/',
      async (page) => {
        expect(await page.locator('[data-module]:visible').count()).toBe(publicModules.length);
        expect(await page.locator('form').isVisible()).toBe(false);
      },
      settings,
    );
  });

  it('offers the keyboard a way past the navigation first', async () => {
    await withPage('/', async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    });
  });
});

describe('a module’s page', () => {
  it('shows figures, plots, speed, data, receipt and commands', async () => {
    await withPage('/modules/leaf-classifier/', async (page) => {
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
    await withPage('/modules/leaf-classifier/', async (page) => {
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
    await withPage('/modules/leaf-classifier/', copy, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
  });

  it('draws where it comes from, with links that the keyboard reaches', async () => {
    await withPage('/modules/leaf-classifier/', async (page) => {
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
      await page.waitForURL(`${address}/modules/greenhouse-leaf-classifier/`);
    });
  });

  it('shows every version with its figure, and what may not be compared', async () => {
    await withPage('/modules/leaf-classifier/', async (page) => {
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
    await withPage('/modules/leaf-classifier/', visit, settings);
  });

  it('asks each deployment whether it is ready, and no other place', async () => {
    await withPage('/modules/leaf-classifier/', async (page) => {
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
    const context = await browser.newContext();
    await context.route(`${deployed}/**`, (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${address}/modules/leaf-classifier/`);
    await page.getByText('now: cannot be read from here').first().waitFor();
    await context.close();
  });

  it('keeps a hostile card from doing harm', async () => {
    await withPage('/modules/plant-detector/', async (page) => {
      expect(await page.title()).toBe('Plant detector <b>bold</b> · Garden of models');
      const foreign = 'script:not([src]), main style, main img:not([src^="/garden/"]), main b';
      expect(await page.locator(foreign).count()).toBe(0);
      const links = await page.locator('main a').evaluateAll(hrefs);
      expect(links.filter((href) => /^(javascript|data):/i.test(href ?? ''))).toEqual([]);
    });
  });
});

describe('every page', () => {
  it.each(
    [320, 768, 1440].flatMap((width) => [[width, 'light'] as const, [width, 'dark'] as const]),
  )('fits %s px, %s, without a word in the console', async (width, colorScheme) => {
    await mkdir(results, { recursive: true });
    for (const path of pages) {
      const settings = { viewport: { width, height: 900 }, colorScheme };
      const look: Visit = async (page) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${path} at ${width} px`).toBeLessThanOrEqual(width);
        expect(await page.locator('h1').count(), path).toBe(1);
        const name = path.replaceAll('/', ' ').trim().replaceAll(' ', '-') || 'home';
        await page.screenshot({
          path: join(results, `${name}-${width}-${colorScheme}.png`),
          fullPage: true,
        });
      };
      await withPage(path, look, settings);
    }
  });

  it('has a strict policy, and nothing in line that it would forbid', async () => {
    for (const file of (await siteFiles()).filter(isPage)) {
      const [, text] = await readSite(file);
      expect(text, file).toContain("default-src 'none'");
      expect(text, file).not.toContain('unsafe-');
      expect(text, file).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle="|\son[a-z]+="/);
      expect(text, file).not.toMatch(/(src|srcset)="https?:/);
    }
  });

  it('is no heavier than 30 kB of JavaScript and 20 kB of CSS, compressed', async () => {
    for (const file of (await siteFiles()).filter(isPage)) {
      const [, text] = await readSite(file);
      const links = linksOf(text);
      expect(await weight(links, '.js'), file).toBeLessThan(30_000);
      expect(await weight(links, '.css'), file).toBeLessThan(20_000);
    }
  });

  it('says nothing of private modules', async () => {
    for (const file of await siteFiles()) {
      const [, text] = await readSite(file);
      expect(text.includes('hidden-orchard') || text.includes('Hidden orchard'), file).toBe(false);
    }
  });
});

describe('api/modules.json', () => {
  it('follows its schema and lists every public module once', async () => {
    const answer = await fetch(`${address}/api/modules.json`);
    const checked = checkRecord('catalogue', await answer.json());
    if (checked.kind === 'invalid') throw new Error(JSON.stringify(checked.problems));
    expect(checked.value.modules.map(({ id }) => id)).toEqual(publicModules);
  });
});

describe('orangery catalogue', () => {
  it('does not build with a bad module, and says where it is bad', async () => {
    const bad = await tempFolder({
      'orangery.config.yml': 'schema: configuration/1\ntitle: Bad\n',
      'modules/bad-one/module.md': '---\nschema: module/1\ntitle: 3\n---\n\nA card.\n',
    });
    const out = join(bad, 'site');
    const built = await orangery(['catalogue', 'build', '--out', out], {
      env: { ORANGERY_ROOT: bad },
    });
    expect(built.code).toBe(1);
    expect(built.stderr).toContain(
      'modules/bad-one/module.md:3:8 /title: expected a string, found 3',
    );
  });

  it('previews until Ctrl-C and ends well', async () => {
    const port = String(await freePort());
    const shown = await orangery(
      ['catalogue', 'preview', '--out', site, '--port', port, '--json'],
      { env: { ORANGERY_ROOT: fixtures }, interruptAt: 'use --host' },
    );
    expect(shown).toMatchObject({
      code: 0,
      record: { address: `http://localhost:${port}${base}/`, status: 'stopped' },
    });
  });

  it('does not preview what was never built', async () => {
    const shown = await orangery(['catalogue', 'preview', '--out', join(results, 'nothing')]);
    expect(shown.code).toBe(1);
    expect(shown.stderr).toContain('orangery catalogue build');
  });
});

type Visit = (page: Page) => Promise<void>;
type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

/** Opens a page in a session of its own, and fails on any word in its console. */
async function withPage(path: string, visit: Visit, settings: Settings = {}): Promise<void> {
  const context = await browser.newContext(settings);
  await context.route(`${deployed}/**`, (route) =>
    route.fulfill({ json: { ready: true }, headers: { 'access-control-allow-origin': '*' } }),
  );
  try {
    const page = await context.newPage();
    const words: string[] = [];
    page.on('console', (message) => words.push(message.text()));
    page.on('pageerror', (error) => words.push(error.message));
    await page.goto(`${address}${path}`);
    await visit(page);
    expect(words, path).toEqual([]);
  } finally {
    await context.close();
  }
}

function hrefs(links: Element[]): (string | null)[] {
  return links.map((link) => link.getAttribute('href'));
}

/** Paths below the site's folder. */
async function siteFiles(): Promise<string[]> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length + 1));
}

function isPage(file: string): boolean {
  return file.endsWith('.html');
}

async function readSite(file: string): Promise<readonly [string, string]> {
  return [file, await readFile(join(site, file), 'utf8')];
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
    const text = await readFile(join(site, link.slice(base.length)));
    bytes += gzipSync(text).length;
    for (const [, name] of String(text).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) {
      seen.add(`${dirname(link)}/${name}`);
    }
  }
  return bytes;
}
