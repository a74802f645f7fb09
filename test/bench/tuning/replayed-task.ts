import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Knobs, KnobValue } from '@orangery/schemas';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { squaredDistance } from '../../../runner/src/tuning/space/distance.ts';
import { describeSpace, type SearchSpace } from '../../../runner/src/tuning/space/dimension.ts';
import { toPoint, type Point } from '../../../runner/src/tuning/space/point.ts';
import { tablePath } from './tuning-tasks.ts';

/** A configuration that was trained once. */
export interface TrainedConfiguration {
  readonly point: Point;
  readonly status: 'done' | 'diverged';
  readonly ofEpochs: number;
  /** One an epoch, 0…1. */
  readonly scores: readonly number[];
}

/** A table of trained configurations, asked as if it trained: the nearest one answers. */
export interface ReplayedTask {
  readonly space: Knobs;
  readonly configurations: readonly TrainedConfiguration[];
  nearest(knobs: KnobValues): TrainedConfiguration;
}

export async function readTask(name: string, knobs: Knobs): Promise<ReplayedTask> {
  const space = describeSpace(knobs);
  const rows: Record<string, string>[] = parse(await readFile(tablePath(name), 'utf8'), {
    columns: true,
  });
  const configurations = rows.map((row) => readRow(space, row));
  return {
    space: knobs,
    configurations,
    nearest: (asked) => {
      const point = toPoint(space, asked);
      const distances = configurations.map((known) => squaredDistance(space, known.point, point));
      return configurations[distances.indexOf(Math.min(...distances))]!;
    },
  };
}

function readRow(space: SearchSpace, row: Record<string, string>): TrainedConfiguration {
  const values = Object.keys(space.knobs).map((name): [string, KnobValue] => {
    const text = row[name]!;
    if (text === 'true' || text === 'false') return [name, text === 'true'];
    return [name, text !== '' && Number.isFinite(Number(text)) ? Number(text) : text];
  });
  return {
    point: toPoint(space, Object.fromEntries(values)),
    status: row.status === 'done' ? 'done' : 'diverged',
    ofEpochs: Number(row.epochs),
    scores: row
      .scores!.split(' ')
      .filter(Boolean)
      .map((score) => Number(score) / 1e4),
  };
}
