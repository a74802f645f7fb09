import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../helpers/orangery.ts';
import { openSharedSite, type OpenSite, type Visit } from '../../helpers/sites/open-site.ts';

/** Folder of pictures. */
export const results = join(root, 'test-results', 'try-it');
export const seeds = join(root, 'modules', 'seed-classifier');

export interface TryItSite extends OpenSite {
  /** Opens a module's page, and fails on any word in its console that is not expected. */
  readonly withModule: OpenSite['withPage'];
}

/** The site of what is tried, in a browser with a camera that nobody holds. */
export async function openTryIt(): Promise<TryItSite> {
  const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
  const site = await openSharedSite('shed', camera);
  return {
    ...site,
    withModule: (id, visit, settings) => {
      const wait: Visit = async (page, seen) => {
        await page.waitForLoadState('networkidle');
        await visit(page, seen);
      };
      return site.withPage(`/modules/${id}/`, wait, settings);
    },
  };
}

export function section(page: Page): Locator {
  return page.locator('section:has(> #try)');
}

export async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it here' }).click();
  const shown = section(page).locator('.ask, .problem, pre').first();
  await shown.waitFor({ timeout: 60_000 });
}

/** The next answer that was not read yet, as the page tells it to programs. */
export async function answer(page: Page): Promise<Readonly<Record<string, unknown>>> {
  const result = section(page).locator('.result[aria-busy="false"]:has(.time:not([data-read]))');
  await result.waitFor({ timeout: 60_000 });
  const text = await result.locator('details pre').textContent();
  // what was given last may not be on its way yet when the next is waited for
  await result.locator('.time').evaluate((time) => time.setAttribute('data-read', ''));
  const found: unknown = JSON.parse(text ?? '');
  const [only] = [found].flat();
  expect(only).toBeTypeOf('object');
  return only as Readonly<Record<string, unknown>>;
}
