import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createRandom } from '../../../runner/src/random.ts';
import { startChromium } from '../../helpers/chromium.ts';
import { pickWord } from '../../helpers/generated-modules/words.ts';
import { serveSite } from '../../helpers/serve-site.ts';

export interface PageFigures {
  /** Over the network, compressed as a static host does, from an empty cache. */
  readonly homeBytes: number;
  /** Of the first search for two words and a facet, without the home page itself. */
  readonly firstSearchBytes: number;
  readonly moduleBytes: number;
  /** From the key pressed to the count and the cards drawn, after the first. */
  readonly queryMs: { readonly p50: number; readonly p95: number };
  /** Of these the part before cards are fetched: what the index takes. */
  readonly queries: number;
}

const queries = 60;

export async function measurePages(site: string): Promise<PageFigures> {
  const served = await serveSite(site);
  const browser = await startChromium();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const bytes = await countBytes(page);
    await page.goto(`${served.address}/`, { waitUntil: 'networkidle' });
    const homeBytes = bytes.take();
    const random = createRandom(7);
    const words = (): string => `${pickWord(random)} ${pickWord(random)}`;
    await search(page, words());
    await page.waitForLoadState('networkidle');
    const firstSearchBytes = bytes.take();
    const times: number[] = [];
    for (let number = 0; number < queries; number += 1) times.push(await search(page, words()));
    const [id = ''] = await readdir(join(site, 'modules'));
    const other = await browser.newContext();
    const modulePage = await other.newPage();
    const moduleBytes = await countBytes(modulePage);
    await modulePage.goto(`${served.address}/modules/${id}/`, { waitUntil: 'networkidle' });
    times.sort((a, b) => a - b);
    return {
      homeBytes,
      firstSearchBytes,
      moduleBytes: moduleBytes.take(),
      queryMs: { p50: times[queries / 2]!, p95: times[Math.ceil(queries * 0.95) - 1]! },
      queries,
    };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Types words with a facet ticked, and waits in the page for what they find. @returns milliseconds */
function search(page: Page, words: string): Promise<number> {
  return page.evaluate(async (text) => {
    const input = document.querySelector<HTMLInputElement>('#search [name=q]')!;
    const box = document.querySelector<HTMLInputElement>('#filters input[name=trained]')!;
    const found = document.querySelector('#found')!;
    box.checked = true;
    const started = performance.now();
    const shown = new Promise<void>((resolve) => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(found, { childList: true, characterData: true, subtree: true });
    });
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await shown;
    return performance.now() - started;
  }, words);
}

async function countBytes(page: Page): Promise<{ readonly take: () => number }> {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  return {
    take: () => {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}
