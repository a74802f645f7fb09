import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { unzipSync } from 'fflate';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** The site of our samples, served, and a browser to look at it. */
export interface OpenSite {
  readonly address: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** @param folder what the site is built into */
export async function openSite(folder: string): Promise<OpenSite> {
  const built = await orangery(['catalogue', 'build', '--out', folder]);
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(folder, pathname, pathname.endsWith('/') ? 'index.html' : '');
    const bytes = await readFile(file).catch(() => null);
    response.writeHead(bytes === null ? 404 : 200, { 'content-type': types[extname(file)] ?? '' });
    response.end(bytes ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
}

/** A module's page, and all that it asks of the network, its workers too. */
export async function openModule(
  { browser, address }: OpenSite,
  id: string,
  width = 1280,
): Promise<{ page: Page; asked: Asked[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const asked: Asked[] = [];
  context.on('request', (request) =>
    asked.push({ method: request.method(), url: request.url(), body: request.postData() }),
  );
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${address}/modules/${id}/`);
  return { page, asked };
}

export async function openPanel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Retrain it here' }).click();
  await page.locator('.retrain').waitFor();
  return page.locator('.retrain');
}

export async function choose(
  page: Page,
  file: string | { name: string; text: string },
): Promise<void> {
  const chosen =
    typeof file === 'string'
      ? file
      : { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) };
  await page.getByLabel('Choose a file').setInputFiles(chosen);
}

export interface Run {
  readonly target?: string;
  readonly trials: number;
  readonly minutes: number;
}

export async function train(page: Page, { target, trials, minutes }: Run): Promise<void> {
  const start = page.getByRole('button', { name: 'Start training' });
  await start.waitFor();
  if (target !== undefined) {
    await page.getByLabel('Column to predict').selectOption(target);
    await page.locator('.facts', { hasText: `Predicts${target}` }).waitFor();
  }
  await page.getByLabel('Most trials').fill(String(trials));
  await page.getByLabel('Most minutes').fill(String(minutes));
  await start.click();
}

/** Downloads the result, and unpacks it into the modules of a marketplace of its own. */
export async function takeHome(
  page: Page,
): Promise<{ folder: string; receipt: Receipt; home: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('a[download]').click(),
  ]);
  const home = await tempFolder({
    'orangery.config.yml': await readFile(join(root, 'orangery.config.yml')),
  });
  const files = unzipSync(await readFile(await download.path()));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(home, 'modules', path)), { recursive: true });
    await writeFile(join(home, 'modules', path), bytes);
  }
  const path = Object.keys(files).find((name) => name.includes('/receipts/'))!;
  const receipt = parseRecord('receipt', JSON.parse(Buffer.from(files[path]!).toString()), path);
  return { home, receipt, folder: join(home, 'modules', path.split('/')[0]!) };
}

/** Violations that axe finds below the retraining's place. */
export async function axeViolations(page: Page): Promise<unknown[]> {
  const source = await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(place: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run('[data-retrain]');
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
  });
}
