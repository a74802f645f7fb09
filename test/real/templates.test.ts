import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleFrontMatter } from '@orangery/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerGarden, type ContainerGarden } from '../helpers/containers/container-garden.ts';
import { containerModuleText } from '../helpers/containers/module-text.ts';
import { pipBase } from '../helpers/containers/python-base.ts';
import { findEngine } from '../helpers/engine/engine.ts';
import { root } from '../helpers/orangery.ts';
import { startProgram } from '../helpers/started-program.ts';

const engine = await findEngine();
const twoMinutes = 120_000;

/** What a module of a template or recipe is asked: a file of a sample module, or its own rows. */
type Question = { readonly file: string } | { readonly row: object };

const picture = { file: 'modules/leaf-classifier/sample/oak.webp' };
const seed = {
  row: {
    ...{ area_mm2: 18.4, perimeter_mm: 16.2, length_mm: 6.2, width_mm: 3.7 },
    ...{ groove_length_mm: 6, asymmetry: 3.6, colour: 'red' },
  },
};
const tree = {
  row: {
    ...{ kind: 'lemon', age_years: 7, tub_litres: 60, water_litres: 20 },
    ...{ sun_hours: 7, frost_nights: 3, pruned: true },
  },
};
const recipes: readonly (readonly [name: string, question: Question])[] = [
  ['image-classification', picture],
  ['object-detection', picture],
  ['image-segmentation', picture],
  ['tabular-classification', seed],
  ['tabular-regression', tree],
  ['text-classification', { file: 'modules/letter-sorter/sample/letter.txt' }],
  ['sequence-labelling', { file: 'modules/ingredient-tagger/sample/lines.txt' }],
  ['time-series-forecasting', { file: 'modules/kiosk-forecaster/sample/recent.csv' }],
  ['audio-classification', { file: 'modules/sound-classifier/sample/bell.wav' }],
];
const text = { row: { text: 'Das Wetter ist heute schön' } };
const lemon = { name: 'lemon', kind: 'lemon', tub_litres: 60, sun_hours: 7 };
const containers: readonly (readonly [task: string, question: Question, answer: object])[] = [
  ['text-classification', text, { label: 'german' }],
  [
    'speech-recognition',
    { file: 'runner/templates/container/speech-recognition/sample/morning.wav' },
    { text: 'the lemon trees need water in the morning' },
  ],
  [
    'question-answering',
    { row: { question: 'When is grafting done?' } },
    { answer: 'in spring', source: 'Grafting' },
  ],
  [
    'general',
    { row: { query: { degrees: 24, trees: [lemon] } } },
    { prediction: { litres: 2.4, trees: [{ name: 'lemon', litres: 2.4 }] } },
  ],
];

const varieties = ['Aldersey', 'Brackwell', 'Corvane'];
const kernels: Partial<ModuleFrontMatter> = {
  container: {},
  inputs: [
    { name: 'area_mm2', type: 'number' },
    { name: 'perimeter_mm', type: 'number' },
  ],
  outputs: [
    { name: 'label', type: 'category', values: varieties },
    { name: 'probability', type: 'number' },
    { name: 'probabilities', type: 'class-probabilities', values: varieties },
  ],
};

/** From nothing to an answer over HTTP, by the commands that `orangery new` prints. */
describe('orangery new', () => {
  let garden: ContainerGarden;

  beforeAll(async () => {
    const base = engine === undefined ? '' : await pipBase();
    garden = await containerGarden({ ORANGERY_CONTAINER_BASE_IMAGE: base });
  });
  afterAll(async () => garden.remove());

  it.each(recipes)('--recipe %s', { timeout: twoMinutes }, async (recipe, question) => {
    await follow(garden, [`of-${recipe}`, '--recipe', recipe, '--out', 'some/modules'], question);
  });

  it('--template custom', { timeout: twoMinutes }, async () => {
    await follow(garden, ['a-custom', '--template', 'custom'], seed);
  });

  it('--template child', { timeout: twoMinutes }, async () => {
    await garden.orangery('new', 'a-parent', '--recipe', 'tabular-classification');
    await follow(garden, ['a-child', '--template', 'child', '--parent', 'a-parent'], seed);
  });

  it('--template onnx', { timeout: twoMinutes }, async () => {
    const found = await follow(garden, ['a-graph', '--template', 'onnx'], seed);
    expect(found).toMatchObject({ predictions: { label: 'Brackwell' } });
  });

  it.skipIf(engine === undefined).concurrent.each(containers)(
    '--template container --task %s',
    { timeout: twoMinutes },
    async (task, question, answer) => {
      const args = [`a-box-of-${task}`, '--template', 'container', '--task', task];
      expect(await follow(garden, args, question)).toMatchObject(answer);
    },
  );

  // after those that it is made of
  it.skipIf(engine === undefined)(
    '--template pipeline, of three modules of three runtimes, under one name',
    { timeout: twoMinutes },
    async () => {
      await garden.write('modules/a-server/module.md', containerModuleText(kernels));
      for (const file of ['server.py', 'Dockerfile']) {
        const path = join(root, 'runner/templates/container/shared', file);
        await garden.write(`modules/a-server/${file}`, await readFile(path, 'utf8'));
      }
      // the model has none, the Dockerfile copies some
      await garden.write('modules/a-server/weights/none.json', '{}');
      const model = join(root, 'test/fixtures/containers/seeds/model.py');
      await garden.write('modules/a-server/model.py', await readFile(model, 'utf8'));
      const modules = ['a-child', 'a-graph', 'a-server'];
      const args = ['--template', 'pipeline', '--topology', 'ensemble', '--modules', ...modules];
      const found = await follow(garden, ['a-jury', ...args], seed);
      expect(found).toMatchObject({ predictions: { label: 'Brackwell' } });
    },
  );
});

/** Runs what is printed, to the last line, which serves; asks the server. @returns its answer */
async function follow(
  garden: ContainerGarden,
  args: readonly string[],
  question: Question,
): Promise<unknown> {
  const { code, record, stderr } = await garden.orangery('new', ...args, '--json');
  expect(code, stderr).toBe(0);
  const { next } = record as { next: readonly string[] };
  for (const line of next.slice(0, -1)) {
    const words = line.split(' ').slice(1);
    const outcome = await garden.orangery(...words);
    expect(outcome.code, `${line}\n${outcome.stdout}${outcome.stderr}`).toBe(0);
  }
  return askServed(garden, next.at(-1)!.split(' ').slice(1), question);
}

async function askServed(
  { folder, env }: ContainerGarden,
  words: readonly string[],
  question: Question,
): Promise<unknown> {
  const program = [join(root, 'cli/bin/orangery.mjs'), ...words, '--port', '0'];
  const line = /Serving at (http:\/\/127\.0\.0\.1:\d+)/;
  const served = await startProgram(process.execPath, program, line, env, folder);
  try {
    const listed = await fetch(`${served.found}/v2/models/`);
    const { models } = (await listed.json()) as { models: readonly { name: string }[] };
    const url = `${served.found}/v2/models/${models[0]!.name}/predict/`;
    const answer = await fetch(url, { method: 'POST', ...(await requestOf(question)) });
    const found = await answer.text();
    expect(answer.status, found).toBe(200);
    return JSON.parse(found) as unknown;
  } finally {
    await served.stop();
  }
}

async function requestOf(question: Question): Promise<RequestInit> {
  if ('row' in question) {
    const headers = { 'content-type': 'application/json' };
    return { headers, body: JSON.stringify(question.row) };
  }
  const body = new FormData();
  const name = question.file.split('/').at(-1)!;
  body.append('data', new Blob([await readFile(join(root, question.file))]), name);
  return { body };
}
