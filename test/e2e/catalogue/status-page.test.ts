import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../helpers/sites/open-site.ts';
import { openCatalogue } from './catalogue-page.ts';

let site: OpenSite;

beforeAll(async () => {
  site = await openCatalogue();
});

afterAll(() => site?.close());

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

describe('the status page', () => {
  it('says what serves on, what has failed beside it, and why', async () => {
    await site.withPage('/status/', async (page) => {
      const row = rowOf(page, 'leaf-service production');
      const text = await row.innerText();
      expect(text).toContain('healthy');
      expect(text).toContain('since 2026-11-13 09:30 UTC');
      expect(text).toContain('deploy failed, asked for by dora-digs');
      expect(text).toContain('leaf-classifier@1.2.0 failed; this one serves on');
      await row.getByText('Why it failed').click();
      expect(await row.locator('details').innerText()).toContain('expected oak 0.93 within 0.01');
      expect(await row.locator('pre').innerText()).toContain('<script>alert(1)</script>');
    });
  });

  it('names on a narrow screen what each line of a row is, and leaves out what is empty', async () => {
    const look = async (page: Page): Promise<void> => {
      const lines = await rowOf(page, 'job-6')
        .locator('td')
        .evaluateAll((cells) =>
          cells
            .filter((cell) => getComputedStyle(cell).display !== 'none')
            .map((cell) => getComputedStyle(cell, '::before').content),
        );
      expect(lines).toEqual(['"State"', '"Module"', '"Asked for by"']);
      expect(await page.getByRole('table').count()).toBe(4);
    };
    await site.withPage('/status/', look, { viewport: { width: 390, height: 900 } });
  });
});
