import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../../helpers/axe-violations.ts';
import { answer, open, openTryIt, results, section, type TryItSite } from './try-it-page.ts';

let site: TryItSite;

beforeAll(async () => {
  await mkdir(results, { recursive: true });
  site = await openTryIt();
});

afterAll(() => site?.close());

describe('the section', () => {
  it.each(['light', 'dark'] as const)('has no violation of axe, %s', async (colorScheme) => {
    for (const id of ['leaf-classifier', 'seed-jury', 'kiosk-forecaster', 'fruit-detector']) {
      await site.withModule(
        id,
        async (page) => {
          await open(page);
          await section(page).locator('.samples button').first().click();
          await answer(page);
          await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
          await section(page).locator('.golden .passed').waitFor({ timeout: 60_000 });
          expect(await axeViolations(page, '.try-it'), id).toEqual([]);
        },
        { colorScheme },
      );
    }
  });

  it.each(['leaf-classifier', 'fruit-detector', 'seed-classifier', 'kiosk-forecaster'])(
    'of %s fits small and large screens, light and dark',
    async (id) => {
      await site.withModule(id, async (page) => {
        await open(page);
        await section(page).locator('.samples button').first().click();
        await answer(page);
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            expect(wide, `${id} at ${width} px`).toBeLessThanOrEqual(width);
            const path = join(results, `${id}-${width}-${colorScheme}.png`);
            await section(page).screenshot({ path });
          }
        }
      });
    },
  );

  it('is used by the keyboard alone', async () => {
    await site.withModule('leaf-classifier', async (page) => {
      await tabTo(page, 'Try it here');
      await page.keyboard.press('Enter');
      await section(page).locator('.ask').waitFor();
      await tabTo(page, 'holly.webp');
      await page.keyboard.press('Space');
      expect((await answer(page))['label']).toBe('holly');
      await tabTo(page, 'Check that it reproduces here');
      await page.keyboard.press('Enter');
      await section(page).locator('.golden .passed').waitFor({ timeout: 60_000 });
    });
  });
});

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => (document.activeElement as HTMLElement).innerText);
    if (text?.trim() === name) return;
  }
  throw new Error(`${name} is not reached by Tab`);
}
