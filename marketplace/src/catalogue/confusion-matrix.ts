import type { ClassificationDetails } from '@orangery/schemas';
import { round } from './plot-scale.ts';
import { shorten } from './shorten.ts';

export interface ConfusionCell {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /** Of the examples of this true class. */
  readonly share: number;
  readonly isRight: boolean;
  /** A sentence for a pointer and a screen reader. */
  readonly text: string;
}

export interface ConfusionGeometry {
  readonly width: number;
  readonly height: number;
  readonly cellSize: number;
  readonly cells: readonly ConfusionCell[];
  readonly rowLabels: readonly { readonly text: string; readonly y: number }[];
  readonly columnLabels: readonly { readonly text: string; readonly x: number }[];
  /** Left and top edge of the cells. */
  readonly origin: { readonly x: number; readonly y: number };
  readonly hasCounts: boolean;
}

const longestLabel = 14;
const characterWidth = 6.6;

/** A square a pair of classes: true class down, predicted class across. */
export function confusionGeometry({
  classes,
  confusionMatrix,
}: Pick<ClassificationDetails, 'classes' | 'confusionMatrix'>): ConfusionGeometry {
  const cellSize = Math.max(8, Math.min(52, Math.floor(440 / Math.max(1, classes.length))));
  const labels = classes.map((name) => shorten(name, longestLabel));
  const room = Math.max(0, ...labels.map(({ length }) => length)) * characterWidth + 14;
  const origin = { x: round(room + 18), y: round(room + 18) };
  const side = cellSize * classes.length;
  const middle = (index: number): number => (index + 0.5) * cellSize;
  return {
    width: round(origin.x + side + 4),
    height: round(origin.y + side + 4),
    cellSize,
    origin,
    hasCounts: cellSize >= 22,
    cells: confusionMatrix.flatMap((row, truth) =>
      row.map((count, predicted) => ({
        x: round(origin.x + predicted * cellSize),
        y: round(origin.y + truth * cellSize),
        count,
        share:
          count /
          Math.max(
            1,
            row.reduce((sum, one) => sum + one, 0),
          ),
        isRight: truth === predicted,
        text: `${count} of ${classes[truth]} taken for ${classes[predicted]}`,
      })),
    ),
    rowLabels: labels.map((text, index) => ({ text, y: round(origin.y + middle(index)) })),
    columnLabels: labels.map((text, index) => ({ text, x: round(origin.x + middle(index)) })),
  };
}
