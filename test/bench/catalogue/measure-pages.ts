import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createRandom } from '../../../runner/src/random.ts';
import { startChromium } from '../../helpers/chromium.ts';
import { pickWord } from '../../helpers/generated-modules/words.ts';
import { serveSite, type ServedSite } from '../../helpers/serve-site.ts';
import { timeQuery } from './time-query.ts';

export interface PageFigures {
  /** Sent over the network, compressed as a static host does, from an empty cache. */
  readonly homeBytes: number;
  /** Of the first search for two words and a facet, without the home page itself. */
  readonly firstSearchBytes: number;
  readonly moduleBytes: number;
  /** From the words typed to the count and the cards drawn, after the first; `time-query.ts` says how. */
  readonly queryMs: { readonly p50: number; readonly p95: number };
  /** How many were timed, each of two words that were not asked for before. */
  readonly queries: number;
}

const queries = 60;

export async function measurePages(site: string): Promise<PageFigures> {
  const served = await serveSite(site);
  const browser = await startChromium();
  try {
    const [id = ''] = await readdir(join(site, 'modules'));
    const moduleBytes = await measureBytes(served, async () => {
      await (await openPage(browser, `${served.address}/modules/${id}/`)).close();
    });
    return { ...(await measureHome(browser, served)), moduleBytes };
  } finally {
    await browser.close();
    await served.close();
  }
}

async function measureHome(
  browser: Browser,
  served: ServedSite,
): Promise<Omit<PageFigures, 'moduleBytes'>> {
  const random = createRandom(7);
  const words = (): string => `${pickWord(random)} ${pickWord(random)}`;
  let page: Page | undefined;
  const homeBytes = await measureBytes(served, async () => {
    page = await openPage(browser, `${served.address}/`);
  });
  const home = page!;
  // the list below its form is on the screen, as it is for somebody who searches
  await home.locator('#search').evaluate((form) => form.scrollIntoView());
  const firstSearchBytes = await measureBytes(served, async () => {
    await home.locator('#filters input[name=trained]').check();
    await timeQuery(home, words());
  });
  const times: number[] = [];
  while (times.length < queries) {
    const time = await timeQuery(home, words());
    if (time !== null) times.push(time);
  }
  times.sort((a, b) => a - b);
  const [p50, p95] = [0.5, 0.95].map((share) => times[Math.ceil(queries * share) - 1]!);
  return { homeBytes, firstSearchBytes, queryMs: { p50: p50!, p95: p95! }, queries };
}

/** Opens a page with an empty cache, and waits until it has loaded all it loads by itself. */
async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  return page;
}

async function measureBytes(served: ServedSite, visit: () => Promise<void>): Promise<number> {
  const before = served.sentBytes();
  await visit();
  return served.sentBytes() - before;
}
