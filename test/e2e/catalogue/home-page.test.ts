import { checkRecord } from '@orangery/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../helpers/sites/open-site.ts';
import { base, hrefs, openCatalogue, publicModules } from './catalogue-page.ts';

let site: OpenSite;

beforeAll(async () => {
  site = await openCatalogue();
});

afterAll(() => site?.close());

describe('the home page', () => {
  it('lists every public module once, with a link to its page', async () => {
    await site.withPage('/', async (page) => {
      const links = await page.locator('[data-module] h3 a').evaluateAll(hrefs);
      expect(links.toSorted()).toEqual(publicModules.map((id) => `${base}/modules/${id}/`));
    });
  });

  it('is a whole list without JavaScript', async () => {
    const settings = { javaScriptEnabled: false };
    await site.withPage(
      '/',
      async (page) => {
        expect(await page.locator('[data-module]:visible').count()).toBe(publicModules.length);
        expect(await page.locator('form').isVisible()).toBe(false);
      },
      settings,
    );
  });

  it('offers the keyboard a way past the navigation first', async () => {
    await site.withPage('/', async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').innerText()).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    });
  });
});

describe('api/modules.json', () => {
  it('follows its schema and lists every public module once', async () => {
    const answer = await fetch(`${site.address}/api/modules.json`);
    const checked = checkRecord('catalogue', await answer.json());
    if (checked.kind === 'invalid') throw new Error(JSON.stringify(checked.problems));
    expect(checked.value.modules.map(({ id }) => id)).toEqual(publicModules);
  });
});
