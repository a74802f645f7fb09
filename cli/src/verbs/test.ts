import { loadPredictor, readValidModule, runGoldenTest } from '@orangery/runner';
import { Failure, type BackendName } from '@orangery/schemas';
import { resolveModuleFolder } from '../module-folder.ts';
import { addCommand, type Verb } from '../verb.ts';
import { backendOption } from './train.ts';

export const testVerb: Verb = (program, context) => {
  addCommand(program, context, 'test <module>', 'run the golden test of a module', [
    'orangery test leaf-classifier',
  ])
    .addOption(backendOption())
    .action(async (name: string, options: { backend: BackendName | 'auto' }) => {
      const { terminal, cwd } = context;
      const folder = await resolveModuleFolder(name, cwd);
      const module = await readValidModule(folder);
      const predictor = await loadPredictor(folder, options);
      const outcomes = await runGoldenTest(module, predictor);
      predictor.dispose();
      if (outcomes.length === 0) {
        throw new Failure('GOLDEN_FAILED', `${module.id}: expected golden.json, found none`, {
          hint: 'Training on public data writes one.',
        });
      }
      const rows = outcomes.map((outcome) => [
        outcome.isPassed ? terminal.colors.green('✓') : terminal.colors.red('✗'),
        outcome.name,
        outcome.expected,
        outcome.found,
        outcome.difference.toFixed(5),
      ]);
      terminal.print(terminal.table(['', 'input', 'expected', 'found', 'difference'], rows));
      terminal.record({ module: module.id, outcomes });
      const failed = outcomes.filter(({ isPassed }) => !isPassed);
      if (failed.length === 0) return;
      const names = failed.map((outcome) => outcome.name).join(', ');
      throw new Failure(
        'GOLDEN_FAILED',
        `${module.id}: ${failed.length} of ${outcomes.length} differ: ${names}`,
      );
    });
};
