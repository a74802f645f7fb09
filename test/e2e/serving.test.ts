import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../helpers/axe-violations.ts';
import { startChromium } from '../helpers/chromium.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { startProgram, type StartedProgram } from '../helpers/started-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const base = '/garden';
const modules = ['leaf-classifier', 'seed-classifier', 'letter-sorter', 'kiosk-forecaster'];
const maple = join(root, 'modules/leaf-classifier/sample/maple.webp');

let server: StartedProgram;
let browser: Browser;

beforeAll(async () => {
  server = await serve([...modules, '--base-path', base]);
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe('the page of served models', () => {
  it('predicts a picture and shows the label with its probability', async () => {
    await withPage(server.found, async (page) => {
      const section = sectionOf(page, 'Leaf classifier');
      await section.locator('input[type=file]').setInputFiles(maple);
      expect(await section.getByRole('img', { name: 'Preview of maple.webp' }).count()).toBe(1);
      await section.getByRole('button', { name: 'Predict' }).click();
      await section.locator('.time').waitFor();
      expect(await section.locator('.result .label').textContent()).toMatch(/^maple \d+\.\d %$/);
      expect(await section.locator('.shares li').count()).toBe(5);
    });
  });

  it('takes a picture that is dropped on its field', async () => {
    await withPage(server.found, async (page) => {
      const bytes = [...(await readFile(maple))];
      const field = sectionOf(page, 'Leaf classifier').locator('.drop');
      const dataTransfer = await page.evaluateHandle((content) => {
        const transfer = new DataTransfer();
        const type = { type: 'image/webp' };
        transfer.items.add(new File([new Uint8Array(content)], 'dropped.webp', type));
        return transfer;
      }, bytes);
      await field.dispatchEvent('drop', { dataTransfer });
      await field.getByRole('img', { name: 'Preview of dropped.webp' }).waitFor();
      await sectionOf(page, 'Leaf classifier').getByRole('button', { name: 'Predict' }).click();
      await sectionOf(page, 'Leaf classifier').locator('.shares').waitFor();
    });
  });

  it('predicts the row it proposes, and a file of many rows', async () => {
    await withPage(server.found, async (page) => {
      const section = sectionOf(page, 'Seed classifier');
      await section.getByRole('button', { name: 'Predict' }).first().click();
      await section.locator('.shares').waitFor();
      await section.getByText('Many rows at a time').click();
      const rows = join(root, 'modules/seed-classifier/sample/rows.csv');
      await section.getByLabel('A file of rows').setInputFiles(rows);
      await section.getByRole('button', { name: 'Predict' }).last().click();
      await section.locator('.result table').waitFor();
      expect(await section.locator('.result tbody tr').count()).toBeGreaterThan(1);
    });
  });

  it('draws a forecast from numbers that were typed', async () => {
    await withPage(server.found, async (page) => {
      const section = sectionOf(page, 'Kiosk forecaster');
      const numbers = Array.from({ length: 400 }, (_, day) => 200 + (day % 7) * 20);
      await section.getByLabel('Numbers').fill(numbers.join(' '));
      await section.getByRole('button', { name: 'Predict' }).click();
      await section.getByRole('img', { name: /^7 values from/ }).waitFor();
    });
  });

  it('tells in words what is wrong with an input', async () => {
    await withPage(
      server.found,
      async (page) => {
        const section = sectionOf(page, 'Leaf classifier');
        await section
          .locator('input[type=file]')
          .setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no') });
        await section.getByRole('button', { name: 'Predict' }).click();
        await section.locator('.problem').waitFor();
        expect(await section.locator('.problem').innerText()).toContain('no.png');
      },
      [/422/],
    );
  });

  it('works without JavaScript, and shows the answer as it came', async () => {
    const settings = { javaScriptEnabled: false };
    await withPage(
      server.found,
      async (page) => {
        const section = sectionOf(page, 'Leaf classifier');
        await section.locator('input[type=file]').setInputFiles(maple);
        await section.getByRole('button', { name: 'Predict' }).click();
        await page.waitForURL(/\/predict\/$/);
        expect(await page.locator('body').innerText()).toContain('"label": "maple"');
      },
      [/favicon/, /404/],
      settings,
    );
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
    await withPage(
      server.found,
      async (page) => {
        const section = sectionOf(page, 'Letter sorter');
        await section.getByRole('button', { name: 'Predict' }).click();
        await section.locator('.time').waitFor();
        expect(await axeViolations(page)).toEqual([]);
      },
      [],
      { colorScheme, viewport: { width: 390, height: 844 } },
    );
  });

  it('asks for a key, and predicts with it', async () => {
    const file = join(await tempFolder({}), 'keys.yml');
    const made = await orangery(['keys', 'new', '--file', file, '--consumer', 'a test', '--json']);
    const { key } = made.record as { key: string };
    const closed = await serve(['seed-classifier', '--keys', file]);
    try {
      await withPage(
        closed.found,
        async (page) => {
          await page.getByRole('button', { name: 'Predict' }).first().click();
          await page.locator('.problem').waitFor();
          expect(await page.locator('.problem').innerText()).toContain('asks for a key');
          await page.getByLabel('Key').fill(key);
          await page.getByRole('button', { name: 'Predict' }).first().click();
          await page.locator('.shares').waitFor();
        },
        [/401/],
      );
    } finally {
      await closed.stop();
    }
  });
});

describe('/api', () => {
  it.each([
    ['OpenAPI 3.1: all protocols', 'inference-leaf-classifier-infer'],
    ['Swagger 2.0: DEEPaaS', ''],
  ])('shows the operations of %s', async (name, id) => {
    await withPage(`${server.found}/api`, async (page) => {
      await page.locator('.opblock').first().waitFor();
      await page.getByLabel('Select a definition').selectOption({ label: name });
      const shown = id === '' ? '.opblock' : `.opblock[id$="${id}"]`;
      await page.locator(shown).first().waitFor();
      expect(await page.locator('.errors-wrapper').count()).toBe(0);
    });
  });
});

describe('examples in openapi.json', () => {
  it('are answered', async () => {
    const answer = await fetch(`${server.found}/openapi.json`);
    const calls = callsOf(await answer.json());
    // of three modules by two protocols each, and of the first by two ways of the third
    expect(calls).toHaveLength(8);
    for (const { path, example } of calls) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(example);
      const found = await fetch(new URL(path, server.found), { method: 'POST', headers, body });
      expect(found.status, `${path} ${await found.text()}`).toBe(200);
    }
  });
});

async function serve(options: readonly string[]): Promise<StartedProgram> {
  const program = join(root, 'cli/bin/orangery.mjs');
  const args = [program, 'serve', ...options, '--port', '0'];
  return startProgram(process.execPath, args, /Serving at (\S+)/, { NO_COLOR: '1' });
}

type Visit = (page: Page) => Promise<void>;
type Settings = NonNullable<Parameters<Browser['newContext']>[0]>;

/**
 * Opens a page in a session of its own; fails on any word in its console but those that are expected,
 * and on any request to another address.
 */
async function withPage(
  address: string,
  visit: Visit,
  expected: readonly RegExp[] = [],
  settings: Settings = {},
): Promise<void> {
  const context = await browser.newContext(settings);
  try {
    const page = await context.newPage();
    const words: string[] = [];
    const strangers: string[] = [];
    page.on('console', (message) => words.push(message.text()));
    page.on('pageerror', (error) => words.push(error.message));
    page.on('request', (request) => {
      const { protocol, origin, href } = new URL(request.url());
      const isOwn = /^(data|blob):$/.test(protocol) || origin === new URL(address).origin;
      if (!isOwn) strangers.push(href);
    });
    await page.goto(address);
    await visit(page);
    const odd = words.filter((word) => !expected.some((one) => one.test(word)));
    expect(odd).toEqual([]);
    expect(strangers).toEqual([]);
  } finally {
    await context.close();
  }
}

function sectionOf(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title });
}

/** JSON examples of all operations that take one; a version in a path is a choice of the caller's. */
function callsOf(document: unknown): { path: string; example: unknown }[] {
  const paths = Object.entries(part(document, 'paths') ?? {});
  return paths.flatMap(([path, operations]) => {
    const names = ['post', 'requestBody', 'content', 'application/json', 'example'];
    const example = names.reduce(part, operations);
    return example === undefined || path.includes('{') ? [] : [{ path, example }];
  });
}

function part(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name);
}
