import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPredictor } from '../../../runner/src/inference/load-predictor.ts';
import { root } from '../../helpers/orangery.ts';

it('frees a model once, however often it is asked to', async () => {
  const predictor = await loadPredictor(join(root, 'modules/leaf-classifier'), { backend: 'cpu' });
  predictor.dispose();
  expect(() => predictor.dispose()).not.toThrow();
});
