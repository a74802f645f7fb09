/**
 * Trains configurations drawn at random and writes the score of each epoch to `tables/`: what the
 * benchmark of the tuner replays. Goes on where an earlier run ended.
 *
 *     ORANGERY_TEST_DATA=<folder> node test/bench/tuning/make-tables.ts <task> <configurations>
 */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { noAccess, openDataset } from '../../../runner/src/dataset/index.ts';
import { DivergedError } from '../../../runner/src/network/diverged.ts';
import { createRandom } from '../../../runner/src/random.ts';
import type { KnobValues, Recipe } from '../../../runner/src/recipes/recipe.ts';
import { testWorld } from '../../helpers/test-world.ts';
import { drawConfiguration } from './draw-configuration.ts';
import { tablePath, tuningTasks, type TuningTask } from './tuning-tasks.ts';

interface Data {
  readonly recipe: Recipe;
  readonly train: unknown;
  readonly selection: unknown;
}

const folder = process.env.ORANGERY_TEST_DATA;
const [name, count] = process.argv.slice(2);
const task = tuningTasks.find((known) => known.name === name);
if (folder === undefined || task === undefined || !(Number(count) > 0)) {
  const names = tuningTasks.map((known) => known.name).join('|');
  process.stderr.write(`usage: ORANGERY_TEST_DATA=<folder> node … ${names} <configurations>\n`);
  process.exit(2);
}
await makeTable(task, Number(count), resolve(folder));

async function makeTable(task: TuningTask, wanted: number, dataFolder: string): Promise<void> {
  await startBackend('wasm');
  const data = await readData(task, dataFolder);
  const path = tablePath(task.name);
  const names = Object.keys(task.space).sort();
  // none yet is the first run
  const known = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  if (known.length === 0) await writeFile(path, `${names.join(',')},status,epochs,scores\n`);
  for (let trial = Math.max(1, known.length); trial <= wanted; trial += 1) {
    const knobs = drawConfiguration(task.space, task.defaults, 1, trial);
    const { status, epochs, scores } = await fitOne(data, knobs);
    const line = [...names.map((knob) => shortly(knobs[knob])), status, epochs, scores.join(' ')];
    await appendFile(path, `${line.join(',')}\n`);
  }
}

async function readData(task: TuningTask, dataFolder: string): Promise<Data> {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'orangery-tuning-'));
  const { recipe, decodeImage } = task;
  const opened = await openDataset({
    links: [{ link: task.data }],
    visibility: 'public',
    secretName: 'DATASET',
    baseFolder: dataFolder,
    cacheFolder,
    access: noAccess,
    world: testWorld(),
  });
  try {
    const { signal } = new AbortController();
    const data = await recipe.readData(opened.fetched.files, { decodeImage, signal });
    const order = createRandom(1).shuffle(recipe.strata(data).map((_, index) => index));
    const end = task.train + task.selection;
    return {
      recipe,
      train: recipe.select(data, order.slice(0, task.train)),
      selection: recipe.select(data, order.slice(task.train, end)),
    };
  } finally {
    await opened.close();
    await rm(cacheFolder, { recursive: true, force: true });
  }
}

async function fitOne({ recipe, train, selection }: Data, knobs: KnobValues) {
  const scores: string[] = [];
  let epochs = 0;
  let status = 'done';
  try {
    const fitted = await recipe.fit({
      train,
      selection,
      knobs,
      seed: 1,
      until: 1,
      signal: new AbortController().signal,
      isOutOfTime: () => false,
      onEpoch: ({ score }, ofEpochs) => {
        scores.push(String(Math.round((score ?? 0) * 1e4)));
        epochs = ofEpochs;
      },
    });
    recipe.dispose(fitted.model);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    status = 'diverged';
  }
  return { status, epochs, scores };
}

/** Four digits are enough to find the nearest configuration. */
function shortly(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}
