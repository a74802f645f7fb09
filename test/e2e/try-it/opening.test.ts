import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, openTryIt, section, type TryItSite } from './try-it-page.ts';

let site: TryItSite;

beforeAll(async () => {
  site = await openTryIt();
});

afterAll(() => site?.close());

describe('before it is opened', () => {
  it('nothing of it is loaded, and the page weighs at most 60 kB', async () => {
    await site.withModule('leaf-classifier', async (page, { asked }) => {
      const urls = (): readonly string[] => asked.map((request) => request.url());
      const before = urls();
      expect(before.filter((url) => /try-it|worker|\.wasm|files\/|\/open\./.test(url))).toEqual([]);
      const sizes = await Promise.all(
        before.map(
          async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length,
        ),
      );
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
      await open(page);
      expect(urls().some((url) => url.endsWith('/leaf-classifier/try-it.json'))).toBe(true);
      expect(urls().some((url) => url.endsWith('/artifact/weights.bin'))).toBe(true);
      // the site's own files alone
      expect(urls().filter((url) => !/^(http:\/\/127\.0\.0\.1|blob:)/.test(url))).toEqual([]);
    });
  });

  it('says without JavaScript how to run it', async () => {
    const settings = { javaScriptEnabled: false };
    await site.withModule(
      'leaf-classifier',
      async (page) => {
        expect(await section(page).getByRole('button').count()).toBe(0);
        expect(await section(page).innerText()).toContain('This needs JavaScript.');
      },
      settings,
    );
  });

  it('is not there where nothing is trained', async () => {
    await site.withModule('image-classifier', async (page) => {
      expect(await page.locator('#try').count()).toBe(0);
    });
  });
});
