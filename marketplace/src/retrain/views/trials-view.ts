import { make } from '../dom.ts';
import type { TrainingProgress } from '../training-progress.ts';

/** Every trial so far, the best marked. */
export function trialsView({ trials, best }: TrainingProgress): HTMLElement {
  const head = [
    make('th', { scope: 'col' }, 'Trial'),
    make('th', { scope: 'col', class: 'number' }, 'Score'),
    make('th', { scope: 'col', class: 'number' }, 'Epochs'),
    make('th', { scope: 'col' }, 'State'),
  ];
  const rows = trials.map(({ number, score, epoch, epochs, status }) =>
    make(
      'tr',
      { class: number === best ? 'best' : undefined },
      make('th', { scope: 'row' }, `${number}${number === best ? ' (best)' : ''}`),
      make('td', { class: 'number' }, score === undefined ? '–' : score.toFixed(4)),
      make('td', { class: 'number' }, epochs === undefined ? '–' : `${epoch} of ${epochs}`),
      make('td', {}, status),
    ),
  );
  return make(
    'div',
    { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': 'Trials so far' },
    make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows)),
  );
}
