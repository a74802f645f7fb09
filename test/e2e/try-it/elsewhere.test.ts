import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../helpers/orangery.ts';
import type { Visit } from '../../helpers/sites/open-site.ts';
import { inference, mirror } from '../../helpers/try-it/make-garden.ts';
import { answer, open, openTryIt, section, seeds, type TryItSite } from './try-it-page.ts';

let site: TryItSite;

beforeAll(async () => {
  site = await openTryIt();
});

afterAll(() => site?.close());

describe('weights on another origin', () => {
  it('run in the page where they may be read', async () => {
    await site.withModule('mirrored-seeds', async (page) => {
      await page.route(`${mirror}**`, (route) => serveSeeds(route, true));
      await open(page);
      await section(page).getByRole('button', { name: 'Predict' }).click();
      expect(Object.keys(await answer(page))).toContain('label');
    });
  });

  it('fall back to how to run it where the origin allows no page, and nothing is deployed', async () => {
    await site.withModule(
      'mirrored-seeds',
      async (page) => {
        await page.route(`${mirror}**`, (route) => serveSeeds(route, false));
        await open(page);
        const text = await section(page).innerText();
        expect(text).toContain('found no answer that this page may read');
        expect(text).toContain('npx orangery serve mirrored-seeds');
      },
      { words: /CORS|ERR_/ },
    );
  });

  it('fall back to the deployed copy where there is one', async () => {
    await site.withModule(
      'mirrored-flowers',
      async (page) => {
        await page.route(`${mirror}**`, (route) => serveSeeds(route, false));
        await open(page);
        expect(await page.getByLabel('Your key').getAttribute('type')).toBe('password');
        expect(await page.getByRole('combobox', { name: 'Deployment' }).inputValue()).toBe(
          inference,
        );
      },
      { words: /CORS|ERR_/ },
    );
  });

  it('are not used when they are not what the module names', async () => {
    await site.withModule('mirrored-seeds', async (page) => {
      await page.route(`${mirror}**`, (route) =>
        route.request().url().endsWith('weights.bin')
          ? route.fulfill({ body: Buffer.alloc(4108), headers: allowed })
          : serveSeeds(route, true),
      );
      await open(page);
      expect(await section(page).innerText()).toMatch(/weights\.bin: expected sha256 \w+, found/);
    });
  });

  it('are given up when the visitor cancels', async () => {
    await site.withModule('mirrored-seeds', async (page) => {
      await page.route(`${mirror}**`, () => {});
      await page.getByRole('button', { name: 'Try it here' }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      const opener = page.getByRole('button', { name: 'Try it here' });
      expect(await opener.isEnabled()).toBe(true);
      expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
      expect(await section(page).getByRole('status').innerText()).toBe('Cancelled.');
    });
  });
});

describe('a deployed copy', () => {
  it('is asked with the visitor’s key, which is kept nowhere', async () => {
    const flowers = await startFlowers();
    const visit: Visit = async (page) => {
      await page.route(`${inference}**`, (route) => flowers.forward(route));
      await open(page);
      const picture = join(root, 'modules/leaf-classifier/sample/oak.webp');
      const input = section(page).locator('input[type="file"]');
      await input.setInputFiles(picture);
      await section(page).locator('.problem').waitFor();
      expect(await section(page).locator('.problem').innerText()).toContain('asks for a key');
      await page.getByLabel('Your key').fill('orchid-key');
      await input.setInputFiles([]);
      await input.setInputFiles(picture);
      expect((await answer(page))['label']).toBe('lily');
      expect(flowers.asked.map(({ path, key }) => [path, key])).toEqual([
        ['/flowers/v2/models/far-flowers/predict/', undefined],
        ['/flowers/v2/models/far-flowers/predict/', 'Bearer orchid-key'],
      ]);
      expect(flowers.asked[1]!.body).toContain('name="photo"; filename="oak.webp"');
      const kept = await page.evaluate(() => [
        JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }),
        document.cookie,
      ]);
      expect(kept.join()).not.toContain('orchid');
      await page.reload();
      await open(page);
      expect(await page.getByLabel('Your key').inputValue()).toBe('');
    };
    try {
      await site.withModule('far-flowers', visit, { words: /401|ERR_NAME_NOT_RESOLVED/ });
    } finally {
      flowers.server.close();
    }
  });
});

describe('a deployed container', () => {
  it('is asked by the names that its own server has', async () => {
    const flowers = await startFlowers();
    const visit: Visit = async (page) => {
      await page.route(`${inference}**`, (route) => flowers.forward(route));
      await open(page);
      await page.getByLabel('Your key').fill('orchid-key');
      expect(await section(page).innerText()).not.toContain('table of many rows');
      await section(page).getByRole('button', { name: 'Predict' }).click();
      expect((await answer(page))['label']).toBe('lily');
      expect(flowers.asked.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
        ['/flowers/v2/models/far-sizes/predict/', { length: 81, width: 39 }],
      ]);
    };
    try {
      await site.withModule('far-sizes', visit, { words: /ERR_NAME_NOT_RESOLVED/ });
    } finally {
      flowers.server.close();
    }
  });

  it('that takes several things with a file among them has its own form', async () => {
    const visit: Visit = async (page) => {
      const own = section(page).getByRole('link', { name: 'far-styles, production' });
      expect(await own.getAttribute('href')).toBe(inference);
      expect(await section(page).getByRole('button').count()).toBe(0);
    };
    await site.withModule('far-styles', visit, { words: /ERR_NAME_NOT_RESOLVED/ });
  });
});

const allowed = { 'access-control-allow-origin': '*' };
const refused = { 'access-control-allow-origin': 'https://elsewhere.example.org' };

async function serveSeeds(route: Route, isAllowed: boolean): Promise<void> {
  const name = new URL(route.request().url()).pathname.split('/').at(-1)!;
  const body = await readFile(join(seeds, 'artifact', name));
  await route.fulfill({ body, headers: isAllowed ? allowed : refused });
}

interface Asked {
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly body: string;
}

/** A server that wants a key and knows one flower. */
async function startFlowers() {
  const asked: Asked[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const headers = { ...allowed, 'access-control-allow-headers': 'authorization, content-type' };
    const { url: path, method, headers: sent } = request;
    if (method === 'OPTIONS') return void response.writeHead(204, headers).end();
    const key = sent.authorization;
    asked.push({ path, key, body });
    const isKnown = key === 'Bearer orchid-key';
    response.writeHead(isKnown ? 200 : 401, { ...headers, 'content-type': 'application/json' });
    const told = { label: 'lily', probability: 0.9, probabilities: { lily: 0.9, rose: 0.1 } };
    response.end(
      isKnown ? JSON.stringify({ status: 'OK', predictions: told }) : '401: A key is needed',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const forward = async (route: Route): Promise<void> => {
    const url = new URL(route.request().url());
    const local = `http://127.0.0.1:${port}${url.pathname}`;
    await route.fulfill({ response: await route.fetch({ url: local }) });
  };
  return { asked, server, forward };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}
