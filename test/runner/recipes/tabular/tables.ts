import type { FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { createRandom } from '../../../../runner/src/random.ts';

/** A price by area, age and district, with gaps; `grade` sorts the prices into three. */
export function houseCsv(rows: number, target: 'price' | 'grade', seed = 1): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const area = 40 + 120 * random.uniform();
    const age = 80 * random.uniform();
    const district = ['north', 'south', 'west'][random.integer(3)]!;
    const factor = district === 'south' ? 1.4 : 1;
    const price = factor * area * (3 - age / 60) + 10 * random.normal();
    const grade = price < 200 ? 'low' : price < 330 ? 'middle' : 'high';
    const shownAge = random.uniform() < 0.05 ? 'NA' : age.toFixed(0);
    const last = target === 'price' ? price.toFixed(1) : grade;
    return [area.toFixed(1), shownAge, district, last].join(',');
  });
  return [`area,age,district,${target}`, ...lines].join('\n');
}

/** What a fit needs besides data and knobs. */
export const course: Omit<FitOptions<unknown>, 'train' | 'selection' | 'knobs'> = {
  seed: 3,
  until: 1,
  signal: new AbortController().signal,
  isOutOfTime: () => false,
  onEpoch: () => {},
};
