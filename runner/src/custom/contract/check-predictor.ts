import type { Module } from '@orangery/schemas/files';
import { rawInput } from '../../inference/golden.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import type { Predictor } from '../../inference/predictor.ts';
import { predictInOrder } from './check-answers.ts';
import { checkContainer } from './check-container.ts';
import { Skipped, type Checklist } from './checklist.ts';
import type { Checked, ModuleTestOrder } from './test-module.ts';

/** Checks of a module that predicts here and is trained elsewhere; inputs are the golden test's. */
export async function checkPredictor(
  list: Checklist,
  module: Module,
  order: ModuleTestOrder,
): Promise<void> {
  const predictor = await list.check('loads', () => load(order));
  if (predictor === undefined) return;
  try {
    if (module.frontMatter.runtime === 'container') await checkContainer(list, module, order);
    else await list.check('trains', async () => notTrained(module));
    const cases = module.golden?.cases ?? [];
    const raws = await Promise.all(cases.map(({ input }) => rawInput(module.folder, input)));
    await list.check('predicts JSON, in order', () => predictInOrder(predictor, raws));
  } finally {
    predictor.dispose();
  }
}

function notTrained({ frontMatter }: Module): never {
  throw new Skipped(`runtime ${frontMatter.runtime} is not trained here`);
}

async function load({ folder, backend, code }: ModuleTestOrder): Promise<Checked<Predictor>> {
  const predictor = await loadPredictor(folder, { backend, code });
  return { detail: predictor.backend, value: predictor };
}
