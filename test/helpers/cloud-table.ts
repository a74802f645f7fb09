import { createRandom } from '../../runner/src/random.ts';

/** A table of two overlapping clouds: some rows cannot be told apart. */
export function cloudTable(rows: number, distance = 1): string {
  const random = createRandom(5);
  const lines = Array.from({ length: rows }, (_, index) => {
    const side = index % 2;
    return `${(random.normal() + distance * side).toFixed(3)},${random.normal().toFixed(3)},${side === 0 ? 'left' : 'right'}`;
  });
  return `x,y,side\n${lines.join('\n')}\n`;
}
