import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '../helpers/files-in.ts';
import { hostileTexts } from '../helpers/hostile/hostile-texts.ts';
import { hostileIds, writeHostileRoot } from '../helpers/hostile/write-hostile-root.ts';
import { buildSite, sites } from '../helpers/sites/build-site.ts';
import { openSite, type OpenSite } from '../helpers/sites/open-site.ts';

let root: string;
let site: OpenSite;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'orangery-hostile-'));
  await writeHostileRoot(root);
  const folder = join(sites, 'hostile');
  await buildSite({ from: root, out: folder });
  site = await openSite({ root, folder, base: '' });
});

afterAll(async () => {
  await site?.close();
  await rm(root, { recursive: true, force: true });
});

describe('50 hostile cards', () => {
  it('are 50, each another', () => {
    expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(50);
  });

  it('run nothing, ask nobody, and lead nowhere that is not a web page', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const seen = await watch(page);
    for (const id of hostileIds) {
      await page.goto(`${site.address}/modules/${id}/`);
      await provoke(page);
      expect(await findForeign(page), id).toEqual([]);
      expect(seen(), id).toEqual([]);
    }
    await context.close();
  });

  it('do no harm in lists, in what is searched and in comparisons', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    const seen = await watch(page);
    for (const path of ['/', '/browse/', '/browse/all/', '/browse/category/', '/leaderboards/']) {
      await page.goto(`${site.address}${path}`);
      await provoke(page);
      expect(await findForeign(page), path).toEqual([]);
    }
    await page.goto(`${site.address}/?q=alert`);
    await page
      .getByRole('status')
      .getByText(/module/)
      .waitFor();
    const more = page.getByRole('button', { name: 'Show more' });
    await page.waitForFunction(() => document.querySelectorAll('.module-card').length > 5);
    if (await more.isVisible()) await more.click();
    await provoke(page);
    await page.goto(`${site.address}/compare/?modules=${hostileIds.slice(0, 4).join(',')}`);
    await page.getByRole('status').getByText('4 modules.').waitFor();
    expect(await findForeign(page)).toEqual([]);
    expect(seen()).toEqual([]);
    await context.close();
  });

  it('stay inside their page, right to left too', async () => {
    const context = await site.browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    for (const id of hostileIds) {
      await page.goto(`${site.address}/modules/${id}/`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, id).toBeLessThanOrEqual(320);
    }
    await context.close();
  });
});

describe('hostile records and reports', () => {
  it('are shown as they were written', async () => {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.address}/status/`);
    expect(await page.locator('main li').count()).toBe(20);
    const rows = (title: string) =>
      page.getByRole('region', { name: title }).locator('tbody tr').allInnerTexts();
    const image = '<img src=x onerror=alert(1)>';
    for (const table of ['Deployed modules', 'Jobs by state', 'Machines by state']) {
      expect(
        (await rows(table)).filter((row) => row.includes(image)),
        table,
      ).not.toEqual([]);
    }
    const boards = (await leaderboards()).filter((path) => path.includes('declared-data'));
    const shown: string[] = [];
    for (const path of boards) {
      await page.goto(`${site.address}${path}`);
      shown.push(...(await page.locator('tbody .hardware').allInnerTexts()));
    }
    expect(shown).toHaveLength(hostileTexts.length);
    expect(shown.filter((text) => text.includes(image))).not.toEqual([]);
    await context.close();
  });

  it('run nothing, ask nobody, and stay inside their page', async () => {
    const context = await site.browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    const seen = await watch(page);
    const paths = ['/status/', ...(await leaderboards())];
    // of them the first, the list of boards of one text each, and the board of all
    expect(paths).toHaveLength(4);
    for (const path of paths) {
      await page.goto(`${site.address}${path}`);
      await provoke(page);
      expect(await findForeign(page), path).toEqual([]);
      expect(seen(), path).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, path).toBeLessThanOrEqual(320);
    }
    await context.close();
  });
});

async function leaderboards(): Promise<readonly string[]> {
  const files = await filesIn(join(site.folder, 'leaderboards'));
  return files.map((file) => `/leaderboards/${file.replace('index.html', '')}`);
}

/** Tells what a page has run, shown, opened or asked of another place. */
async function watch(page: Page): Promise<() => readonly string[]> {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => seen.push('a window was opened'));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(site.address) && !url.startsWith('blob:')) seen.push(`asked for ${url}`);
  });
  page.on('console', (message) => seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(error.message));
  await page.exposeFunction('hostile', (what: string) => void seen.push(`ran: ${what}`));
  await page.addInitScript('window.alert = (what) => window.hostile(String(what))');
  return () => seen;
}

/** What waits for a visitor's move: pointers over everything, focus on everything. */
async function provoke(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('main *')) {
      for (const type of ['mouseover', 'mouseenter', 'focus', 'toggle', 'error', 'load']) {
        element.dispatchEvent(new Event(type, { bubbles: true }));
      }
    }
  });
}

/** Elements and attributes that only a hostile text would bring. */
function findForeign(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isHandler = ({ name }: Attr): boolean => name.startsWith('on') || name === 'style';
    const wrong = [...document.querySelectorAll('body *')].filter((element) => {
      if (
        /^(style|iframe|object|embed|base|math|marquee|video|audio|form)$/i.test(element.localName)
      ) {
        return !element.id && element.localName !== 'form';
      }
      if (element.localName === 'script') return !element.hasAttribute('src');
      return [...element.attributes].some(isHandler);
    });
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].filter(
      ({ protocol }) => !['http:', 'https:', 'mailto:'].includes(protocol),
    );
    return [...wrong, ...links].map((element) => element.outerHTML.slice(0, 200));
  });
}
