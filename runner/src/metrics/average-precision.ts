import type { Match } from './match-boxes.ts';

const recallSteps = 101;

/**
 * Area under precision over recall, by COCO's 101 points: at each recall the best precision that is
 * still reached.
 * @param matches by falling score
 * @param counts how often each picture counts
 * @param total boxes to be found, so counted
 * @param threshold index of the overlap's threshold
 */
export function averagePrecision(
  matches: readonly Match[],
  counts: Float64Array,
  total: number,
  threshold: number,
): number {
  const precisions: number[] = [];
  const recalls: number[] = [];
  let right = 0;
  let seen = 0;
  for (const { picture, isRight } of matches) {
    const count = counts[picture]!;
    if (count === 0) continue;
    seen += count;
    if (isRight[threshold]) right += count;
    precisions.push(right / seen);
    recalls.push(right / total);
  }
  for (let index = precisions.length - 2; index >= 0; index -= 1) {
    precisions[index] = Math.max(precisions[index]!, precisions[index + 1]!);
  }
  let sum = 0;
  let place = 0;
  for (let step = 0; step < recallSteps; step += 1) {
    const recall = step / (recallSteps - 1);
    while (place < recalls.length && recalls[place]! < recall - 1e-9) place += 1;
    sum += precisions[place] ?? 0;
  }
  return sum / recallSteps;
}
