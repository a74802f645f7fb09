import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { chromium, type Browser, type Locator, type Page, type Route } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orangery, root } from '../helpers/orangery.ts';
import { serveSite, type ServedSite } from '../helpers/serve-site.ts';
import { inference, makeGarden, mirror, type Garden } from '../helpers/try-it/make-garden.ts';

const results = join(root, 'test-results', 'try-it');
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const data = process.env.ORANGERY_TEST_DATA;
const signs = data === undefined ? undefined : join(data, 'sign-digits.zip');
const seeds = join(root, 'modules', 'seed-classifier');

/** Everything that runs in a page, by what its page is asked first. */
const shipped = [
  'fruit-detector',
  'fruit-segmenter',
  'fruit-survey',
  'harvest-estimator',
  'ingredient-tagger',
  'kiosk-forecaster',
  'leaf-classifier',
  'letter-sorter',
  'seed-classifier',
  'seed-classifier-onnx',
  'seed-forest',
  'seed-jury',
  'sound-classifier',
];

let garden: Garden;
let site: ServedSite;
let browser: Browser;

beforeAll(async () => {
  garden = await makeGarden(join(results, 'garden'), signs);
  const built = await orangery(['catalogue', 'build', '--out', join(results, 'site')], {
    env: { ORANGERY_ROOT: garden.folder },
  });
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
  site = await serveSite(join(results, 'site'), '/shed');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    ],
  });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe('before it is opened', () => {
  it('nothing of it is loaded, and the page weighs at most 60 kB', async () => {
    await withPage('leaf-classifier', async (page, { asked }) => {
      const before = [...asked];
      expect(before.filter((url) => /try-it|worker|\.wasm|files\/|\/open\./.test(url))).toEqual([]);
      const sizes = await Promise.all(
        before.map(
          async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length,
        ),
      );
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
      await open(page);
      expect(asked.some((url) => url.endsWith('/leaf-classifier/try-it.json'))).toBe(true);
      expect(asked.some((url) => url.endsWith('/artifact/weights.bin'))).toBe(true);
      // the site's own files alone
      expect(asked.filter((url) => !/^(http:\/\/127\.0\.0\.1|blob:)/.test(url))).toEqual([]);
    });
  });

  it('says without JavaScript how to run it', async () => {
    const settings = { javaScriptEnabled: false };
    await withPage(
      'leaf-classifier',
      async (page) => {
        expect(await section(page).getByRole('button').count()).toBe(0);
        expect(await section(page).innerText()).toContain('This needs JavaScript.');
      },
      settings,
    );
  });

  it('is not there where nothing is trained', async () => {
    await withPage('image-classifier', async (page) => {
      expect(await page.locator('#try').count()).toBe(0);
    });
  });
});

describe('the golden test passes in the page', () => {
  it('of every shipped module that is marked for it', () => {
    const marked = garden.modules.filter(
      ({ frontMatter, golden, artifact }) =>
        frontMatter.browser === true && golden !== null && (artifact ?? frontMatter.pipeline),
    );
    const ids = marked.map(({ id }) => id).filter((id) => id !== 'sign-reader');
    expect(ids).toEqual(shipped);
  });

  it.each(shipped)('%s', async (id) => {
    await withPage(id, async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
      const verdict = section(page).locator('.golden .passed, .golden .failed, .problem').first();
      await verdict.waitFor({ timeout: 60_000 });
      expect(await verdict.innerText()).toMatch(
        /^It reproduces here: all \d+ answers are the same/,
      );
    });
  });

  it('and says where an answer differs', async () => {
    await withPage('seed-classifier', async (page) => {
      const golden = await readFile(join(seeds, 'golden.json'), 'utf8');
      const body = golden.replace('"label": "Aldersey"', '"label": "Nowhere"');
      expect(body).not.toBe(golden);
      await page.route('**/golden.json', (route) => route.fulfill({ body }));
      await open(page);
      await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
      const verdict = section(page).locator('.golden .failed');
      await verdict.waitFor({ timeout: 60_000 });
      expect(await verdict.innerText()).toMatch(/^It differs here: 1 of 3 answers/);
      expect(
        await section(page)
          .getByRole('row', { name: /differs/ })
          .innerText(),
      ).toContain('Nowhere');
    });
  });
});

describe('a picture', () => {
  it.skipIf(signs === undefined).each<readonly [string, MakePicture]>([
    ['as it was taken', async (bytes: Buffer) => ['sign.jpg', bytes]],
    [
      'large and turned',
      async (bytes: Buffer) => {
        const large = sharp(bytes).resize(1600, 1200, { fit: 'cover' }).rotate(90);
        const turned = await large.jpeg().withMetadata({ orientation: 8 }).toBuffer();
        return ['turned.jpg', turned];
      },
    ],
    [
      'of 700 pixels, WebP',
      async (bytes: Buffer) => ['sign.webp', await sharp(bytes).resize(700).webp().toBuffer()],
    ],
    [
      'half transparent',
      async (bytes: Buffer) => ['clear.png', await sharp(bytes).ensureAlpha(0.5).png().toBuffer()],
    ],
    [
      'in shades of grey',
      async (bytes: Buffer) => ['grey.png', await sharp(bytes).greyscale().png().toBuffer()],
    ],
  ])('%s gives the same as on the server', async (_, make) => {
    const [name, bytes] = await make(await onePhoto(signs!));
    const file = join(results, name);
    await writeFile(file, bytes);
    const expected = await onServer('sign-reader', file);
    await withPage('sign-reader', async (page) => {
      await open(page);
      await section(page).locator('input[type="file"]').setInputFiles(file);
      const found = await answer(page);
      expect(found['label']).toBe(expected['label']);
      expect(apart(found['probabilities'], expected['probabilities'])).toBeLessThan(0.02);
    });
  });

  it.each(['leaf-classifier', 'fruit-detector', 'fruit-segmenter'])(
    'of %s: every sample gives the same as on the server',
    async (id) => {
      await withPage(id, async (page) => {
        await open(page);
        const samples = section(page).locator('.samples button');
        for (const name of await samples.allInnerTexts()) {
          const expected = await onServer(id, join(root, 'modules', id, 'sample', name));
          await samples.filter({ hasText: name }).click();
          await section(page).getByText(name, { exact: false }).first().waitFor();
          const found = await answer(page);
          expect(apart(found, expected), `${id} ${name}`).toBeLessThan(0.002);
        }
      });
    },
  );

  it('is dropped, pasted, or taken by the camera', async () => {
    const bytes = await readFile(join(root, 'modules/leaf-classifier/sample/oak.webp'), 'base64');
    await withPage('leaf-classifier', async (page) => {
      await open(page);
      await give(page, bytes, 'drop');
      expect((await answer(page))['label']).toBe('oak');
      await give(page, bytes, 'paste');
      expect((await answer(page))['label']).toBe('oak');
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.getByRole('button', { name: 'Take the picture' }).click();
      expect(Object.keys((await answer(page))['probabilities'] as object)).toHaveLength(6);
      await page.getByRole('button', { name: 'Close the camera' }).click();
      await page.getByRole('button', { name: 'Use the camera' }).waitFor();
    });
  });

  it('that is none is told in the words of the server', async () => {
    await withPage('leaf-classifier', async (page) => {
      await open(page);
      const file = { name: 'oak.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
      await section(page).locator('input[type="file"]').setInputFiles(file);
      const problem = section(page).locator('.result .problem');
      await problem.waitFor();
      expect(await problem.innerText()).toContain(
        'oak.png: expected a PNG, JPEG or WebP picture, found 10 bytes that do not decode',
      );
    });
  });
});

describe('other inputs', () => {
  it('a row of a table, with what its columns take', async () => {
    await withPage('harvest-estimator', async (page) => {
      await open(page);
      const row = { kind: 'citron', age_years: 35, tub_litres: 130, water_litres: 46.6 };
      const control = (name: string): Locator =>
        section(page).getByRole(/kind|pruned/.test(name) ? 'combobox' : 'spinbutton', { name });
      await control('kind').selectOption(row.kind);
      for (const [name, value] of Object.entries({ ...row, sun_hours: 7, frost_nights: 3 })) {
        if (name !== 'kind') await control(name.replace('_', ' ')).fill(String(value));
      }
      await control('pruned').selectOption('no');
      await page.getByRole('button', { name: 'Predict' }).click();
      expect((await answer(page))['value']).toBeCloseTo(5.9301, 3);
    });
  });

  it('a table, a text, tokens, a series and a recording give an answer', async () => {
    const seen: Record<string, string> = {};
    for (const id of [
      ...['seed-forest', 'letter-sorter', 'ingredient-tagger'],
      ...['kiosk-forecaster', 'sound-classifier'],
    ]) {
      await withPage(id, async (page) => {
        await open(page);
        await section(page).locator('.samples button').first().click();
        await answer(page);
        seen[id] = (await section(page).locator('.result').innerText()).replace(/\s+/g, ' ');
      });
    }
    expect(seen['seed-forest']).toMatch(/label probability 1 Aldersey/);
    expect(seen['letter-sorter']).toMatch(/roads/);
    expect(seen['ingredient-tagger']).toMatch(/B-FOOD/);
    expect(seen['kiosk-forecaster']).toMatch(/Time Value Likely/);
    expect(seen['sound-classifier']).toMatch(/^bell/);
  });
});

describe('weights on another origin', () => {
  it('run in the page where they may be read', async () => {
    await withPage('mirrored-seeds', async (page) => {
      await page.route(`${mirror}**`, (route) => serveSeeds(route, true));
      await open(page);
      await section(page).getByRole('button', { name: 'Predict' }).click();
      expect(Object.keys(await answer(page))).toContain('label');
    });
  });

  it('fall back to how to run it where the origin allows no page, and nothing is deployed', async () => {
    await withPage(
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
    await withPage(
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
    await withPage('mirrored-seeds', async (page) => {
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
    await withPage('mirrored-seeds', async (page) => {
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
        ['/flowers/v2/models/flowers/predict/', undefined],
        ['/flowers/v2/models/flowers/predict/', 'Bearer orchid-key'],
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
      await withPage('far-flowers', visit, { words: /401|ERR_NAME_NOT_RESOLVED/ });
    } finally {
      flowers.server.close();
    }
  });
});

describe('the section', () => {
  it.each(['light', 'dark'] as const)('has no violation of axe, %s', async (colorScheme) => {
    const axe = await readFile(axeFile, 'utf8');
    for (const id of ['leaf-classifier', 'seed-jury', 'kiosk-forecaster', 'fruit-detector']) {
      await withPage(
        id,
        async (page) => {
          await open(page);
          await section(page).locator('.samples button').first().click();
          await answer(page);
          await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
          await section(page).locator('.golden .passed').waitFor({ timeout: 60_000 });
          const tell = '({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))]';
          const run = `${axe}; axe.run('.try-it').then((found) => found.violations.map(${tell}))`;
          expect(await page.evaluate(run), id).toEqual([]);
        },
        { colorScheme },
      );
    }
  });

  it.each(
    [320, 768, 1440].flatMap((width) => [[width, 'light'] as const, [width, 'dark'] as const]),
  )('fits %s px, %s', async (width, colorScheme) => {
    for (const id of ['leaf-classifier', 'fruit-detector', 'seed-classifier', 'kiosk-forecaster']) {
      const look: Visit = async (page) => {
        await open(page);
        await section(page).locator('.samples button').first().click();
        await answer(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${id} at ${width} px`).toBeLessThanOrEqual(width);
        const path = join(results, `${id}-${width}-${colorScheme}.png`);
        await section(page).screenshot({ path });
      };
      await withPage(id, look, { viewport: { width, height: 900 }, colorScheme });
    }
  });

  it('is used by the keyboard alone', async () => {
    await withPage('leaf-classifier', async (page) => {
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

/** A file's name and bytes, of a photograph. */
type MakePicture = (photo: Buffer) => Promise<readonly [string, Buffer]>;
type Visit = (page: Page, seen: { readonly asked: readonly string[] }) => Promise<void>;
interface Settings {
  readonly javaScriptEnabled?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** What the console may say; else nothing. */
  readonly words?: RegExp;
}

/** Opens a module's page in a session of its own, and fails on any other word in its console. */
async function withPage(
  id: string,
  visit: Visit,
  { words, ...rest }: Settings = {},
): Promise<void> {
  await mkdir(results, { recursive: true });
  const context = await browser.newContext(rest);
  try {
    const page = await context.newPage();
    const [said, asked]: [string[], string[]] = [[], []];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${site.address}/modules/${id}/`);
    await page.waitForLoadState('networkidle');
    await visit(page, { asked });
    expect(said.filter((word) => words?.test(word) !== true)).toEqual([]);
  } finally {
    await context.close();
  }
}

/** A photograph of a hand that shows a three. */
async function onePhoto(archive: string): Promise<Buffer> {
  const isOne = ({ name }: { readonly name: string }): boolean => name === '3/IMG_1121.JPG';
  const [photo] = Object.values(unzipSync(await readFile(archive), { filter: isOne }));
  return Buffer.from(photo!);
}

function section(page: Page): Locator {
  return page.locator('section:has(> #try)');
}

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try it here' }).click();
  const shown = section(page).locator('.ask, .problem, pre').first();
  await shown.waitFor({ timeout: 60_000 });
}

/** The answer, as the page tells it to programs. */
async function answer(page: Page): Promise<Readonly<Record<string, unknown>>> {
  const result = section(page).locator('.result[aria-busy="false"]:has(.time)');
  await result.waitFor({ timeout: 60_000 });
  const text = await result.locator('details pre').textContent();
  const found: unknown = JSON.parse(text ?? '');
  const [only] = [found].flat();
  expect(only).toBeTypeOf('object');
  return only as Readonly<Record<string, unknown>>;
}

async function onServer(id: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(garden.folder, 'modules', id);
  const told = await orangery(['predict', folder, '--input', file, '--json', '--backend', 'wasm']);
  if (told.code !== 0) throw new Error(told.stderr);
  return told.record as Readonly<Record<string, unknown>>;
}

/** Largest difference of a number that both have; names and places must be the same. */
function apart(found: unknown, expected: unknown): number {
  if (typeof found === 'number' && typeof expected === 'number') {
    return Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  }
  if (typeof found === 'object' && found !== null) {
    const other = (expected ?? {}) as Readonly<Record<string, unknown>>;
    return Math.max(0, ...Object.entries(found).map(([name, value]) => apart(value, other[name])));
  }
  return found === expected ? 0 : Infinity;
}

/** Gives a picture as a drop on the form, or as a paste anywhere. */
async function give(page: Page, base64: string, way: 'drop' | 'paste'): Promise<void> {
  await page.evaluate(
    ([text, name]) => {
      const bytes = Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'oak.webp', { type: 'image/webp' }));
      const target = name === 'drop' ? document.querySelector('.try-it .drop') : document.body;
      const event =
        name === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
      target?.dispatchEvent(event);
    },
    [base64, way],
  );
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => (document.activeElement as HTMLElement).innerText);
    if (text?.trim() === name) return;
  }
  throw new Error(`${name} is not reached by Tab`);
}

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
