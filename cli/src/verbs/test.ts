import {
  readDatasetAccess,
  testModule,
  type ContractCheck,
  type ModuleTest,
} from '@orangery/runner';
import { Failure, type BackendName, type Knobs } from '@orangery/schemas';
import { trustCodeOption } from '../code-options.ts';
import { containerOptions, withContainers } from '../containers.ts';
import { runnerFolders } from '../folders.ts';
import { loadableFolder } from '../loadable-folder.ts';
import { collect, pinKnob, positiveNumber, wholeNumber } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { checkContribution } from '../test/contribution-checks.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';
import { backendOption } from '../train/train-options.ts';

interface TestOptions {
  readonly golden?: boolean;
  readonly pages?: boolean;
  readonly declareInputs?: boolean;
  readonly dataset?: readonly string[];
  readonly target?: string;
  readonly trials: number;
  readonly hours: number;
  readonly knob?: Knobs;
  readonly backend: BackendName | 'auto';
  readonly trustCode?: boolean;
}

export const testVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery test leaf-classifier',
    'orangery test my-module --dataset data.csv --target kind --trials 3',
    'orangery test my-module --knob neighbours=5 --trust-code',
    'orangery test my-module --pages',
    'orangery test my-container --declare-inputs',
  ])
    .option('--golden', 'only the golden test: ask nothing else, fetch no data, train nothing')
    .option('--pages', 'build the catalogue too, as a pull request does')
    .option(
      '--declare-inputs',
      'write the arguments that the server of a container has into module.md, as its inputs',
    )
    .option('--dataset <link>', 'data to try it on (default: what the module declares)', collect)
    .option('--target <column>', 'column to predict')
    .option('--trials <number>', 'trials to fit', wholeNumber(1, 100), 1)
    .option('--hours <hours>', 'most hours of fitting', positiveNumber(24), 0.01)
    .option(
      '--knob <name=value>',
      'pin a knob instead of searching it; repeat for several',
      pinKnob,
    )
    .addOption(backendOption())
    .addOption(trustCodeOption())
    .action(async (name: string, options: TestOptions) => tryModule(name, options, context));
};

async function tryModule(name: string, options: TestOptions, context: Context): Promise<void> {
  const { terminal, cwd } = context;
  if (options.golden === true && options.declareInputs === true) throw bothWays();
  const { target, trials, hours, knob, backend } = options;
  const seen = (check: ContractCheck): void => terminal.print(checkLine(check, terminal));
  const place = await resolveModuleFolder(name, cwd);
  const contributed =
    options.golden === true
      ? []
      : await checkContribution({
          folder: place,
          ...{ context, withPages: options.pages === true, seen },
        });
  const folder = await loadableFolder(name, context);
  const order = {
    ...{ target, trials, hours, backend, folder },
    isGoldenOnly: options.golden === true,
    ...(options.declareInputs === true && { declaresInto: place }),
    dataset: options.dataset?.map((link) => ({ link })),
    knobs: knob,
    containers: containerOptions(context),
    baseFolder: cwd,
    folders: await runnerFolders(context),
    access: readDatasetAccess(context.env),
    world: createWorld(context, () => {}),
    seen,
  };
  const running = { folders: [folder], options, settings: {}, context };
  const made = await withContainers(running, async (code) => testModule({ ...order, code }));
  const tested = { ...made, checks: [...contributed, ...made.checks] };
  if (tested.golden.length > 0) terminal.print(`\n${goldenTable(tested, terminal)}`);
  terminal.record(tested);
  const failed = tested.checks.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return;
  const isGolden = failed.length === 1 && failed[0]!.name === 'golden test';
  // people have read the details above, machines have them in the record
  const found = terminal.isJson
    ? failed.map((check) => `${check.name}: ${check.detail}`).join('; ')
    : `expected every check to pass, found that ${failed.map((check) => check.name).join(', ')} did not`;
  throw new Failure(
    isGolden ? 'GOLDEN_FAILED' : 'MODULE_INVALID',
    `${tested.module}: ${found}`,
    isGolden ? {} : { hint: `Mend what it says, then run orangery test ${name} again.` },
  );
}

function bothWays(): Failure {
  return new Failure('USAGE', '--golden and --declare-inputs do not go together', {
    hint: 'Say --declare-inputs alone: it asks the server what it takes, and tries the golden test too.',
  });
}

function checkLine({ name, outcome, detail }: ContractCheck, { colors }: Terminal): string {
  const marks = { passed: colors.green('✓'), failed: colors.red('✗'), skipped: colors.dim('–') };
  return `${marks[outcome]} ${name}${detail === '' ? '' : `: ${colors.dim(detail)}`}`;
}

function goldenTable({ golden }: ModuleTest, terminal: Terminal): string {
  const { colors } = terminal;
  const rows = golden.map((outcome) => [
    outcome.isPassed ? colors.green('✓') : colors.red('✗'),
    outcome.name,
    outcome.expected,
    outcome.found,
    outcome.difference.toFixed(5),
  ]);
  return terminal.table(['', 'input', 'expected', 'found', 'difference'], rows);
}
