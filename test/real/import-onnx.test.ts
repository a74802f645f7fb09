import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, section } from '../e2e/try-it/try-it-page.ts';
import { containerGarden, type ContainerGarden } from '../helpers/containers/container-garden.ts';
import { findProgram } from '../helpers/find-program.ts';
import { root } from '../helpers/orangery.ts';
import { buildSite } from '../helpers/sites/build-site.ts';
import { openSite } from '../helpers/sites/open-site.ts';
import { startProgram, type StartedProgram } from '../helpers/started-program.ts';

/** A Python with scikit-learn, skl2onnx and onnx. */
const python = findProgram('python that exports to ONNX', 'ORANGERY_ONNX_PYTHON');
const script = join(import.meta.dirname, 'import-onnx/export-models.py');
const columns = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];

type Row = Readonly<Record<string, string | number>>;

/** What was sent, and what the exporter's own program answers. */
interface Exported {
  readonly columns: readonly string[];
  readonly rows: readonly (Row | readonly number[])[];
  readonly classes: readonly string[];
  readonly labels: readonly string[];
  readonly probabilities: readonly (readonly number[])[];
  readonly values: readonly number[];
}

describe.skipIf(python === undefined)('models that were exported to ONNX', () => {
  let garden: ContainerGarden;
  let server: StartedProgram;

  const models = (): string => join(garden.folder, 'models');
  const imported = async (name: string, ...args: readonly string[]) => {
    const outcome = await garden.orangery(
      'import',
      'onnx',
      `models/${name}.onnx`,
      ...args,
      '--json',
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    return outcome.record;
  };
  const expectedOf = async (name: string): Promise<Exported> =>
    JSON.parse(await readFile(join(models(), `${name}.json`), 'utf8')) as Exported;

  beforeAll(async () => {
    garden = await containerGarden();
    await garden.write('models/README', 'What Python wrote.\n');
    await promisify(execFile)(python!, ['-W', 'ignore', script, models()]);
    const { rows } = await expectedOf('seats');
    await writeFile(join(models(), 'seats-sample.json'), JSON.stringify(rows));
    await imported('flowers', '--columns', columns.join(','), '--sample', 'models/flowers.csv');
    await imported('seats', '--sample', 'models/seats-sample.json');
    await imported('sugar', '--columns', (await expectedOf('sugar')).columns.join(','));
    const picture = ['--fit', 'stretch', '--sample', 'models/picture.png'];
    const scaled = ['--mean', '0.485,0.456,0.406', '--deviation', '0.229,0.224,0.225'];
    await imported('picture', ...picture, ...scaled);
    const program = [
      join(root, 'cli/bin/orangery.mjs'),
      'serve',
      'flowers',
      'seats',
      'sugar',
      'picture',
    ];
    const line = /Serving at (http:\/\/127\.0\.0\.1:\d+)/;
    const args = [...program, '--port', '0'];
    server = await startProgram(process.execPath, args, line, garden.env, garden.folder);
  }, 120_000);

  afterAll(async () => {
    await server?.stop();
    await garden?.remove();
  });

  it('become modules that validate and pass their test', async () => {
    const ids = ['flowers', 'seats', 'sugar', 'picture'];
    const validated = await garden.orangery('validate', ...ids.map((id) => `modules/${id}`));
    expect(validated.stdout).toContain('4 modules: no problems');
    for (const id of ids) expect((await garden.orangery('test', id)).code, id).toBe(0);
  });

  it('answer through DEEPaaS as their exporter does', async () => {
    const flowers = await expectedOf('flowers');
    for (const [index, row] of flowers.rows.entries()) {
      const named = Object.fromEntries(columns.map((name, at) => [name, valuesOf(row)[at]]));
      const found = await predict('flowers', named);
      expect(found).toMatchObject({ label: flowers.labels[index] });
      near(sharesOf(found, flowers.classes), flowers.probabilities[index]!);
    }
    const seats = await expectedOf('seats');
    for (const [index, row] of seats.rows.entries()) {
      const found = await predict('seats', row);
      expect(found).toMatchObject({ label: seats.labels[index] });
      near(sharesOf(found, ['0', '1']), seats.probabilities[index]!);
    }
    const sugar = await expectedOf('sugar');
    for (const [index, row] of sugar.rows.entries()) {
      const named = Object.fromEntries(sugar.columns.map((name, at) => [name, valuesOf(row)[at]]));
      near([(await predict('sugar', named)).variable as number], [sugar.values[index]!]);
    }
  });

  it('answer a picture, made ready as it was declared, as their exporter does', async () => {
    const { classes, probabilities } = await expectedOf('picture');
    const body = new FormData();
    const bytes = await readFile(join(models(), 'picture.png'));
    body.append('data', new Blob([bytes]), 'picture.png');
    const url = `${server.found}/v2/models/picture/predict/`;
    const answered = await fetch(url, { method: 'POST', body });
    const { predictions } = (await answered.json()) as { predictions: Record<string, unknown> };
    near(sharesOf(predictions, classes), probabilities as unknown as number[]);
    const data = [bytes.toString('base64')];
    const found = await infer('picture', [{ name: 'pixels', datatype: 'BYTES', shape: [1], data }]);
    near(found.probabilities!, probabilities as unknown as number[]);
  });

  it('answer through the Open Inference Protocol as their exporter does, all rows at once', async () => {
    const flowers = await expectedOf('flowers');
    const count = flowers.rows.length;
    const found = await infer(
      'flowers',
      columns.map((name, at) => ({
        ...{ name, datatype: 'FP64', shape: [count] },
        data: flowers.rows.map((row) => valuesOf(row)[at]!),
      })),
    );
    expect(found.label).toEqual(flowers.labels);
    near(found.probabilities!, flowers.probabilities.flat());
    const sugar = await expectedOf('sugar');
    const matrix = { name: 'rows', datatype: 'FP64', shape: [count, sugar.columns.length] };
    const data = sugar.rows.flatMap(valuesOf);
    near((await infer('sugar', [{ ...matrix, data }])).variable!, sugar.values);
  });

  it('are refused when they give maps, with the way to mend it', async () => {
    const args = ['import', 'onnx', 'models/zipped.onnx'];
    const { code, stderr } = await garden.orangery(...args);
    expect(code).toBe(1);
    expect(stderr).toContain('output_probability, a sequence or map');
    expect(stderr).toContain("options={'zipmap': False}");
  });

  it('are tried in their page in the catalogue', { timeout: 300_000 }, async () => {
    const folder = join(garden.folder, 'out/site');
    await buildSite({ from: garden.folder, out: folder });
    const site = await openSite({ root: garden.folder, folder, base: '' });
    try {
      const flowers = await expectedOf('flowers');
      await site.withPage('/modules/flowers/', async (page) => {
        await page.getByRole('button', { name: 'Try it here' }).click();
        const ask = section(page).locator('.ask');
        for (const [at, name] of columns.entries()) {
          await ask.getByLabel(name.replace('_', ' ')).fill(String(valuesOf(flowers.rows[1]!)[at]));
        }
        await ask.getByRole('button', { name: 'Predict' }).click();
        const found = await answer(page);
        expect(found).toMatchObject({ label: flowers.labels[1] });
        near(sharesOf(found, flowers.classes), flowers.probabilities[1]!);
      });
      await site.withPage('/modules/picture/', async (page) => {
        await page.getByRole('button', { name: 'Try it here' }).click();
        const chosen = section(page).locator('input[type="file"]');
        await chosen.setInputFiles(join(models(), 'picture.png'));
        const { classes, probabilities } = await expectedOf('picture');
        const found = await answer(page);
        near(sharesOf(found, classes), probabilities as unknown as number[]);
      });
    } finally {
      await site.close();
    }
  });

  async function predict(id: string, row: unknown): Promise<Readonly<Record<string, unknown>>> {
    const headers = { 'content-type': 'application/json' };
    const url = `${server.found}/v2/models/${id}/predict/`;
    const answered = await fetch(url, { method: 'POST', headers, body: JSON.stringify(row) });
    const found = (await answered.json()) as { predictions: Readonly<Record<string, unknown>> };
    expect(answered.status, JSON.stringify(found)).toBe(200);
    return found.predictions;
  }

  async function infer(id: string, inputs: readonly object[]) {
    const url = `${server.found}/v2/models/${id}/infer`;
    const answered = await fetch(url, { method: 'POST', body: JSON.stringify({ inputs }) });
    const found = (await answered.json()) as { outputs: { name: string; data: number[] }[] };
    expect(answered.status, JSON.stringify(found)).toBe(200);
    const named = found.outputs.map(({ name, data }) => [name, data] as const);
    return Object.fromEntries(named) as Readonly<Record<string, readonly number[]>>;
  }
});

function valuesOf(row: Row | readonly number[]): readonly number[] {
  return Array.isArray(row) ? (row as readonly number[]) : [];
}

function sharesOf(
  { probabilities }: Readonly<Record<string, unknown>>,
  classes: readonly string[],
): readonly number[] {
  const shares = probabilities as Readonly<Record<string, number>>;
  return classes.map((name) => shares[name]!);
}

function near(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, 4);
}
