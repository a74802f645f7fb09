import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../helpers/chromium.ts';
import { hostileTexts } from '../helpers/hostile-texts.ts';
import { orangery } from '../helpers/orangery.ts';
import { serveSite, type ServedSite } from '../helpers/serve-site.ts';

let folder: string;
let site: ServedSite;
let browser: Browser;

const ids = hostileTexts.map((_, number) => `hostile-${number}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orangery-hostile-'));
  await writeFile(
    join(folder, 'orangery.config.yml'),
    'schema: configuration/1\ntitle: Beset\nrepositories:\n  catalogue: example/beset\n',
  );
  for (const [number, text] of hostileTexts.entries()) await writeHostile(ids[number]!, text);
  const out = join(folder, 'site');
  const built = await orangery(['catalogue', 'build', '--out', out], {
    env: { ORANGERY_ROOT: folder },
  });
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
  site = await serveSite(out);
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('50 hostile cards', () => {
  it('are 50, each another', () => {
    expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(50);
  });

  it('run nothing, ask nobody, and lead nowhere that is not a web page', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const seen = await watch(page);
    for (const id of ids) {
      await page.goto(`${site.address}/modules/${id}/`);
      await provoke(page);
      expect(await findForeign(page), id).toEqual([]);
      expect(seen(), id).toEqual([]);
    }
    await context.close();
  });

  it('do no harm in lists, in what is searched and in comparisons', async () => {
    const context = await browser.newContext();
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
    await page.goto(`${site.address}/compare/?modules=${ids.slice(0, 4).join(',')}`);
    await page.getByRole('status').getByText('4 modules.').waitFor();
    expect(await findForeign(page)).toEqual([]);
    expect(seen()).toEqual([]);
    await context.close();
  });

  it('stay inside their page, right to left too', async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    for (const id of ids) {
      await page.goto(`${site.address}/modules/${id}/`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, id).toBeLessThanOrEqual(320);
    }
    await context.close();
  });
});

/** A module whose every free text is hostile. */
async function writeHostile(id: string, text: string): Promise<void> {
  const line = JSON.stringify(text.replace(/\s+/g, ' ').slice(0, 120));
  const frontMatter = [
    'schema: module/1',
    `title: ${JSON.stringify(text.replace(/\s+/g, ' ').slice(0, 80))}`,
    `summary: ${line}`,
    ...['version: 1.0.0', 'license: MIT', 'authors:', `  - name: ${line}`, 'maintainers: []'],
    ...['kind: module', 'runtime: tfjs', 'recipe: text-classification'],
    ...[
      'tasks: [text-classification]',
      `categories: [${JSON.stringify(text.replace(/\s+/g, ' ').slice(0, 50))}]`,
      'fineTunable: true',
    ],
    `intendedUse: ${line}`,
    `limitations: ${line}`,
    ...['changelog:', '  - version: 1.0.0', '    date: 2026-01-01', `    changes: ${line}`],
  ].join('\n');
  await mkdir(join(folder, 'modules', id), { recursive: true });
  const card = `## ${text.split('\n')[0]}\n\n${text}\n\nAn alert of a hostile card.\n`;
  await writeFile(join(folder, 'modules', id, 'module.md'), `---\n${frontMatter}\n---\n\n${card}`);
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
