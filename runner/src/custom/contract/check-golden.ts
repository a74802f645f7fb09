import type { Module } from '@orangery/schemas/files';
import { runGoldenTest, type GoldenOutcome } from '../../inference/golden.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import { Skipped, type Checklist } from './checklist.ts';
import type { Checked, ModuleTestOrder } from './test-module.ts';

/**
 * Checks what a module answers to its golden inputs.
 * @returns its cases; none where there are none, or it does not load
 */
export async function checkGolden(
  list: Checklist,
  module: Module,
  order: Pick<ModuleTestOrder, 'folder' | 'backend' | 'code'>,
): Promise<readonly GoldenOutcome[]> {
  let golden: readonly GoldenOutcome[] = [];
  await list.check('golden test', async () => {
    golden = await tryGolden(module, order);
    return judgeGolden(golden);
  });
  return golden;
}

async function tryGolden(
  module: Module,
  { folder, backend, code }: Pick<ModuleTestOrder, 'folder' | 'backend' | 'code'>,
): Promise<readonly GoldenOutcome[]> {
  if (module.golden === null) throw new Skipped('it has no golden.json');
  const predictor = await loadPredictor(folder, { backend, code });
  try {
    return await runGoldenTest(module, predictor);
  } finally {
    predictor.dispose();
  }
}

function judgeGolden(outcomes: readonly GoldenOutcome[]): Checked<null> {
  const failed = outcomes.filter(({ isPassed }) => !isPassed);
  if (failed.length === 0) return { detail: `${outcomes.length} cases`, value: null };
  const names = failed.map(({ name }) => name).join(', ');
  throw new Error(`${failed.length} of ${outcomes.length} differ: ${names}`);
}
