import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/**
 * Rules of axe that a page breaks, each with the elements; none when it is accessible.
 * @param place selector of the part that is looked at
 */
export async function axeViolations(page: Page, place = 'html'): Promise<readonly unknown[]> {
  // as the browser's own console would, past the page's policy
  const script = `${source}; axe.run(${JSON.stringify(place)})`;
  const { violations } = await page.evaluate<AxeResults>(script);
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))]);
}
