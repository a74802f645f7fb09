import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../../runner/src/dataset/index.ts';
import { findProgram } from '../helpers/find-program.ts';
import { root } from '../helpers/orangery.ts';
import { startProgram, type StartedProgram } from '../helpers/started-program.ts';

const python = findProgram(
  'a Python with tritonclient[http] and kserve',
  'ORANGERY_PYTHON_CLIENTS',
);

interface Told {
  readonly client: string;
  readonly form: string;
  readonly model?: string;
  readonly label?: string;
  readonly probability?: number;
  readonly probabilities?: readonly number[];
  readonly error?: unknown;
}

interface ClassAnswer {
  readonly label: string;
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

const leaf = join(root, 'modules/leaf-classifier/sample/birch.webp');
const letter = 'The bin in front of our house was not emptied this week.';
const seed = {
  area_mm2: 12.53,
  perimeter_mm: 13.22,
  length_mm: 5.26,
  width_mm: 2.82,
  groove_length_mm: 5.13,
  asymmetry: 6.83,
  colour: 'white',
};

describe.skipIf(python === undefined)('clients of the Open Inference Protocol', () => {
  let work: string;
  let server: StartedProgram | undefined;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'orangery-open-inference-'));
    server = await startProgram(
      process.execPath,
      [
        join(root, 'cli/bin/orangery.mjs'),
        ...['serve', 'leaf-classifier', 'seed-classifier', 'letter-sorter'],
        ...['--port', '0', '--json'],
      ],
      /"address":"(http:[^"]+)"/,
      { ORANGERY_CACHE: join(work, 'cache'), ORANGERY_STATE: join(work, 'state') },
    );
  });
  afterAll(async () => {
    await server?.stop();
    await rm(work, { recursive: true, force: true });
  });

  const text = (name: string, value: string): object => ({
    ...{ name, datatype: 'BYTES', shape: [1], values: [value] },
  });
  const columns = Object.entries(seed).map(([name, value]) =>
    typeof value === 'string'
      ? text(name, value)
      : { name, datatype: 'FP64', shape: [1], values: [value] },
  );

  it('are told by tritonclient and kserve, as JSON and binary, what DEEPaaS’s path tells', async () => {
    const { width, height, data } = await decodeImage(await readFile(leaf));
    const pixels = join(work, 'pixels');
    await writeFile(pixels, data);
    const answers = await askByPython(server!.found, [
      {
        model: 'leaf-classifier',
        inputs: [{ name: 'data', datatype: 'BYTES', shape: [1], file: leaf }],
      },
      {
        model: 'leaf-classifier',
        inputs: [{ name: 'data', datatype: 'UINT8', shape: [1, height, width, 3], file: pixels }],
      },
      { model: 'seed-classifier', inputs: columns },
      { model: 'letter-sorter', inputs: [text('text', letter)] },
    ]);

    const image = new FormData();
    image.append('data', new Blob([await readFile(leaf)]), 'birch.webp');
    const expected = new Map([
      ['leaf-classifier', await askDeepaas('leaf-classifier', image)],
      ['seed-classifier', await askDeepaas('seed-classifier', JSON.stringify({ ...seed }))],
      ['letter-sorter', await askDeepaas('letter-sorter', JSON.stringify({ data: letter }))],
    ]);
    const [refused, ...unexpected] = answers.filter(({ model }) => model === undefined);
    expect(refused).toMatchObject({ error: ['404', 'There is no model nobody here'] });
    expect(unexpected).toEqual([]);
    const ofModels = answers.filter(({ model }) => model !== undefined);
    // of each case six answers by tritonclient, two by kserve
    expect(ofModels).toHaveLength(4 * 8);
    for (const { client, form, model, ...told } of ofModels) {
      const { label, probability, probabilities } = expected.get(model!)!;
      const all = form === 'classes' ? {} : { probabilities: Object.values(probabilities) };
      expect({ client, form, model, ...told }).toEqual({
        ...{ client, form, model, label, probability },
        ...all,
      });
    }
  });

  async function askDeepaas(model: string, body: FormData | string): Promise<ClassAnswer> {
    const response = await fetch(`${server!.found}/v2/models/${model}/predict/`, {
      method: 'POST',
      body,
      headers: typeof body === 'string' ? { 'content-type': 'application/json' } : {},
    });
    const answer = (await response.json()) as { predictions: ClassAnswer };
    expect(response.status).toBe(200);
    return answer.predictions;
  }
});

async function askByPython(address: string, cases: readonly object[]): Promise<readonly Told[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const script = join(import.meta.dirname, 'open-inference/client.py');
  const child = execFile(python!, [script], (error, stdout, stderr) => {
    if (error === null) resolve(stdout);
    else reject(new Error(`${error.message}\n${stderr}`));
  });
  child.stdin!.end(JSON.stringify({ address, cases }));
  return JSON.parse(await promise) as readonly Told[];
}
