import type { ClassificationDetails } from '@orangery/schemas';
import { confusionGeometry } from '../../catalogue/confusion-matrix.ts';
import { draw, make } from '../dom.ts';

/** True class down, predicted class across. */
export function matrixView(classification: ClassificationDetails): HTMLElement {
  const { width, height, cellSize, cells, origin, rowLabels, columnLabels, hasCounts } =
    confusionGeometry(classification);
  const square = { width: cellSize - 1, height: cellSize - 1, rx: 2 };
  const middle = cellSize / 2;
  const drawn = cells.map(({ x, y, count, share, isRight, text }) =>
    draw(
      'g',
      {},
      draw('title', {}, text),
      draw('rect', { class: 'ground', x, y, ...square }),
      draw('rect', {
        ...{ class: isRight ? 'right' : 'wrong', x, y, ...square },
        'fill-opacity': (Math.sqrt(share) * 0.92).toFixed(2),
      }),
      hasCounts &&
        count > 0 &&
        draw(
          'text',
          {
            ...{ class: share > 0.3 ? 'count on-dark' : 'count', x: x + middle, y: y + middle + 4 },
            'text-anchor': 'middle',
          },
          String(count),
        ),
    ),
  );
  const rows = rowLabels.map(({ text, y }) =>
    draw('text', { x: origin.x - 8, y: y + 4, 'text-anchor': 'end' }, text),
  );
  const columns = columnLabels.map(({ text, x }) =>
    draw('text', { transform: `translate(${x + 4} ${origin.y - 8}) rotate(-90)` }, text),
  );
  const name = 'Confusion matrix: true class down, predicted class across';
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  const svg = draw(
    'svg',
    { ...box, role: 'img', 'aria-label': name },
    ...drawn,
    ...rows,
    ...columns,
  );
  const caption =
    'Down the true class, across what it was taken for. On the diagonal it was right.';
  return make(
    'figure',
    { class: 'matrix' },
    make(
      'div',
      { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': 'Confusion matrix' },
      svg,
    ),
    make('figcaption', { class: 'small soft' }, caption),
  );
}
