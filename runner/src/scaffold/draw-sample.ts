import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecipeName } from '@orangery/schemas';
import { runCommand } from '../command.ts';

/** Data of a recipe's layout that a program of ours draws. */
export interface SampleData {
  /** Path in the module's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly target?: string;
  readonly description: string;
  /** What the recipe reads, as `dataTypes` has it. */
  readonly dataType: string;
}

interface Drawing {
  /** In `runner/samples/`. */
  readonly program: string;
  readonly count: readonly [flag: string, count: number];
  readonly file: string;
  readonly target?: string;
  readonly what: string;
  readonly dataType: string;
}

const drawings: Readonly<Partial<Record<RecipeName, Drawing>>> = {
  'image-classification': {
    ...{ program: 'leaves.ts', count: ['--per-class', 20], file: 'leaves.zip' },
    ...{ what: 'Pictures of leaves of six species', dataType: 'image' },
  },
  'object-detection': {
    ...{ program: 'fruit-boxes.ts', count: ['--pictures', 60], file: 'fruit.zip' },
    ...{ what: 'Pictures of fruit with boxes around them', dataType: 'image' },
  },
  'image-segmentation': {
    ...{ program: 'fruit-masks.ts', count: ['--pictures', 60], file: 'fruit.zip' },
    ...{ what: 'Pictures of fruit with masks of them', dataType: 'image' },
  },
  'tabular-classification': {
    ...{ program: 'seeds.ts', count: ['--rows', 200], file: 'seeds.csv', target: 'variety' },
    ...{ what: 'Measurements of kernels of three varieties', dataType: 'table' },
  },
  'tabular-regression': {
    ...{ program: 'harvest.ts', count: ['--rows', 200], file: 'harvest.csv' },
    ...{ target: 'harvest_kg', what: 'Harvests of citrus trees', dataType: 'table' },
  },
  'text-classification': {
    ...{ program: 'letters.ts', count: ['--rows', 160], file: 'letters.csv' },
    ...{ target: 'department', what: 'Letters to four offices of a town', dataType: 'text' },
  },
  'sequence-labelling': {
    ...{ program: 'ingredients.ts', count: ['--lines', 200], file: 'ingredients.conll' },
    ...{ what: 'Lines of recipes with a label for each word', dataType: 'text' },
  },
  'time-series-forecasting': {
    ...{ program: 'kiosk.ts', count: ['--days', 500], file: 'visitors.csv', target: 'visitors' },
    ...{ what: 'Daily visitors of a kiosk', dataType: 'time series' },
  },
  'audio-classification': {
    ...{ program: 'sounds.ts', count: ['--per-class', 8], file: 'sounds.zip' },
    ...{ what: 'Sounds of six kinds', dataType: 'audio' },
  },
};

/** Recipes that a module can begin with. */
export const drawnRecipes = Object.keys(drawings) as readonly RecipeName[];

const samples = join(import.meta.dirname, '..', '..', 'samples');
const drawTimeoutMs = 60_000;

/**
 * Draws a little data of a recipe's layout: the same each time.
 * @throws Failure COMMAND_FAILED, CANCELLED
 */
export async function drawSample(recipe: RecipeName, signal: AbortSignal): Promise<SampleData> {
  const { program, count, file, target, what, dataType } = drawings[recipe]!;
  const folder = await mkdtemp(join(tmpdir(), 'orangery-sample-'));
  try {
    const out = join(folder, file);
    const [flag, number] = count;
    const args = ['--seed', '1', flag, String(number), '--preset', 'standard', '--out', out];
    const options = { cwd: folder, signal, timeoutMs: drawTimeoutMs, env: {} };
    await runCommand(process.execPath, [join(samples, program), ...args], options);
    return {
      ...{ path: `sample/${file}`, bytes: await readFile(out), dataType },
      ...(target !== undefined && { target }),
      description: `${what}, drawn by a program to begin with; put your own in its place.`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
