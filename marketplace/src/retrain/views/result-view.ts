import { learningCurve } from '../../catalogue/learning-curve.ts';
import { headlineMetric } from '../../catalogue/metric.ts';
import type { Figures } from '../../catalogue/indexed-module.ts';
import { make } from '../dom.ts';
import type { TrainedModule } from '../messages.ts';
import { figuresView } from './figures-view.ts';
import { matrixView } from './matrix-view.ts';
import { curveView } from './plot-view.ts';

/** What came out, and how to take it home. */
export function resultView({ id, receipt, zip }: TrainedModule, parent: Figures): HTMLElement {
  const { trials, best, baseline, metrics } = receipt;
  const name = headlineMetric(metrics)?.name;
  const [own, trivial] = [metrics[name ?? ''], baseline.metrics[name ?? '']];
  const isNoBetter = own !== undefined && trivial !== undefined && own <= trivial;
  const kept = trials.find(({ number }) => number === best);
  const curve = learningCurve(receipt) === null ? undefined : kept?.curve;
  return make(
    'div',
    { class: 'result' },
    isNoBetter &&
      make(
        'p',
        { class: 'warning' },
        'It does not beat the trivial model: more data, other data or more trials may.',
      ),
    figuresView(receipt, parent),
    receipt.classification && matrixView(receipt.classification),
    curve && curveView({ number: best, curve }),
    downloadView(id, zip),
  );
}

function downloadView(id: string, zip: TrainedModule['zip']): HTMLElement {
  const href = URL.createObjectURL(new Blob([zip], { type: 'application/zip' }));
  const commands = [
    `unzip ${id}.zip -d modules`,
    `npx orangery validate modules/${id}`,
    `npx orangery serve ${id}`,
  ];
  return make(
    'div',
    {},
    make(
      'p',
      {},
      make('a', { class: 'button main', href, download: `${id}.zip` }, `Download ${id}.zip`),
    ),
    make(
      'p',
      {},
      'It is a whole module: weights, receipt, request and card. In a clone of this repository:',
    ),
    make('pre', { tabindex: 0 }, make('code', {}, commands.join('\n'))),
  );
}
