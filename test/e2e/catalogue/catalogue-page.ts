import type { BrowserContext } from 'playwright-core';
import { openSharedSite, type OpenSite } from '../../helpers/sites/open-site.ts';

/** Path of the fixtures' site below its address. */
export const base = '/garden';

/** Every module that the fixtures' site shows. */
export const publicModules = [
  'greenhouse-leaf-classifier',
  'image-classifier',
  'leaf-classifier',
  'leaf-walk',
  'plant-detector',
  'seed-classifier',
  'tabular-classifier',
  'wheat-tree',
];

/** Where the fixtures say that modules are deployed. */
export const deployed = 'https://models.example.org';

/** The site of the fixtures; whatever is deployed says that it is ready. */
export async function openCatalogue(): Promise<OpenSite> {
  const site = await openSharedSite('fixtures');
  return {
    ...site,
    withPage: (path, visit, settings) =>
      site.withPage(path, visit, { prepare: answerReady, ...settings }),
    withPages: (paths, visit, settings) =>
      site.withPages(paths, visit, { prepare: answerReady, ...settings }),
  };
}

async function answerReady(context: BrowserContext): Promise<void> {
  await context.route(`${deployed}/**`, (route) =>
    route.fulfill({ json: { ready: true }, headers: { 'access-control-allow-origin': '*' } }),
  );
}

export function hrefs(links: Element[]): (string | null)[] {
  return links.map((link) => link.getAttribute('href'));
}
