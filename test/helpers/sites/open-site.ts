import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
  Request,
} from 'playwright-core';
import { expect } from 'vitest';
import { startChromium } from '../chromium.ts';
import { serveSite } from '../serve-site.ts';
import { sharedSite, type BuiltSite, type SharedName } from './shared-site.ts';

/** A built site that is served, and a browser to look at it. */
export interface OpenSite extends Omit<BuiltSite, 'base'> {
  /** With the base, without a final slash. */
  readonly address: string;
  readonly browser: Browser;
  /** Opens a page in a session of its own, and fails on any word in its console. */
  readonly withPage: (path: string, visit: Visit, settings?: PageSettings) => Promise<void>;
  /** Opens pages one after the other in one session, which is faster, and fails on any word in their console. */
  readonly withPages: (
    paths: readonly string[],
    visit: Visit,
    settings?: PageSettings,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type Visit = (page: Page, seen: Seen) => Promise<void>;

export interface Seen {
  /** Of the page below the site's address. */
  readonly path: string;
  /** What was asked of the network, by workers too, in its order. */
  readonly asked: readonly Request[];
}

export interface PageSettings extends BrowserContextOptions {
  /** What the console may say; else nothing. */
  readonly words?: RegExp;
  /** Readies the session before the page is opened, as by answering for other servers. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** @param options of the browser's command line */
export async function openSharedSite(
  name: SharedName,
  options: readonly string[] = [],
): Promise<OpenSite> {
  return openSite(await sharedSite(name), options);
}

/** @param options of the browser's command line */
export async function openSite(
  { root, folder, base }: BuiltSite,
  options: readonly string[] = [],
): Promise<OpenSite> {
  const { address, close } = await serveSite(folder, base);
  const browser = await startChromium(options);
  const withPages: OpenSite['withPages'] = (paths, visit, settings) =>
    visitPages({ browser, address, paths, visit, ...settings });
  return {
    ...{ root, folder, address, browser, withPages },
    withPage: (path, visit, settings) => withPages([path], visit, settings),
    close: async () => {
      await browser.close();
      await close();
    },
  };
}

interface PageVisits extends PageSettings {
  readonly browser: Browser;
  readonly address: string;
  readonly paths: readonly string[];
  readonly visit: Visit;
}

async function visitPages(order: PageVisits): Promise<void> {
  const { browser, address, paths, visit, words, prepare, ...settings } = order;
  const context = await browser.newContext(settings);
  try {
    await prepare?.(context);
    const page = await context.newPage();
    const said: string[] = [];
    const asked: Request[] = [];
    context.on('request', (request) => asked.push(request));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    for (const path of paths) {
      await page.goto(`${address}${path}`);
      await visit(page, { path, asked });
      const odd = said.splice(0).filter((word) => words?.test(word) !== true);
      expect(odd, path).toEqual([]);
    }
  } finally {
    await context.close();
  }
}
