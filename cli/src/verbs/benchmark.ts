import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import {
  benchmarkLocked,
  readDatasetAccess,
  recipes,
  runBenchmark,
  type BenchmarkOrder,
  type BenchmarkResult,
} from '@orangery/runner';
import { formatBytes, type BackendName, type BenchmarkReport } from '@orangery/schemas';
import { Option } from 'commander';
import { againstBaseline } from '../against-baseline.ts';
import { trustCodeOption } from '../code-options.ts';
import { withContainers } from '../containers.ts';
import { runnerFolders } from '../folders.ts';
import { loadableFolder } from '../loadable-folder.ts';
import { measuresTable } from '../measures.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { collect } from '../options.ts';
import { fetchedOption, providedLinks, readSandbox, sandboxOption } from '../sandbox-options.ts';
import type { Terminal } from '../terminal.ts';
import { createTrainingView } from '../train/training-view.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';
import { backendOption } from '../train/train-options.ts';

interface BenchmarkOptions {
  readonly dataset?: readonly string[];
  readonly target?: string;
  readonly backend: BackendName | 'auto';
  readonly trustCode?: boolean;
  readonly sandbox?: true;
  /** Inside the sandbox: what was fetched outside, and where the report goes. */
  readonly fetched?: string;
  readonly reports?: string;
}

export const benchmarkVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery benchmark seed-classifier',
    'orangery benchmark leaf-classifier --dataset other-leaves.zip',
    'orangery benchmark leaf-classifier --sandbox',
  ])
    .option('--dataset <link>', 'data to measure on (default: what the module declares)', collect)
    .option('--target <column>', 'column to predict')
    .addOption(backendOption())
    .addOption(trustCodeOption())
    .addOption(sandboxOption().conflicts('trustCode'))
    .addOption(fetchedOption())
    .addOption(new Option('--reports <folder>').hideHelp())
    .action(async (name: string, options: BenchmarkOptions) =>
      benchmarkModule(context, name, options),
    );
};

async function benchmarkModule(
  context: Context,
  name: string,
  options: BenchmarkOptions,
): Promise<void> {
  const { cwd, terminal } = context;
  const view = createTrainingView(terminal);
  const own = await resolveModuleFolder(name, cwd);
  const folder = await loadableFolder(name, context);
  const order: BenchmarkOrder = {
    folder,
    dataset: options.dataset?.map((link) => ({ link })),
    target: options.target,
    backend: options.backend,
    baseFolder: cwd,
    folders: await runnerFolders(context),
    access: readDatasetAccess(context.env),
    ...(await providedLinks(context, options)),
    ...(options.reports !== undefined && { reports: options.reports }),
    world: createWorld(context, view.show),
  };
  const measured = await withContainers({ folders: [folder], options, context }, async (code) =>
    measure(context, { ...order, code }, options),
  ).finally(() => view.close());
  const { report, scoreName = recipes[report.dataset.recipe ?? 'custom']?.scoreName } = measured;
  showReport(terminal, report, scoreName);
  const path = options.reports === undefined ? await keepReport(measured.path, own) : measured.path;
  terminal.print(`${terminal.colors.green('✓')} ${relative(cwd, path)}`);
  terminal.record(report);
}

type Measured = Omit<BenchmarkResult, 'scoreName'> & { readonly scoreName?: string };

async function measure(
  context: Context,
  order: BenchmarkOrder,
  { sandbox }: BenchmarkOptions,
): Promise<Measured> {
  return sandbox === true ? benchmarkLocked(order, readSandbox(context)) : runBenchmark(order);
}

function showReport(
  terminal: Terminal,
  report: BenchmarkReport,
  scoreName: string | undefined,
): void {
  const { latency, throughput, environment } = report;
  terminal.print(`\n${measuresTable(terminal, report)}\n`);
  terminal.print(
    terminal.table(
      ['latency p50', 'p95', 'p99', 'predictions a second', 'size', 'backend'],
      [
        [
          `${latency.p50Ms} ms`,
          `${latency.p95Ms} ms`,
          `${latency.p99Ms} ms`,
          throughput.perSecond.toFixed(0),
          formatBytes(report.artifactBytes),
          environment.backend,
        ],
      ],
    ),
  );
  terminal.print(`\n${againstBaseline(terminal, report, scoreName)}`);
}

/** A module whose weights were fetched was measured as a copy; its report belongs to the module itself. */
async function keepReport(path: string, folder: string): Promise<string> {
  const own = join(folder, 'reports', basename(path));
  if (path === own) return path;
  await mkdir(join(folder, 'reports'), { recursive: true });
  await copyFile(path, own);
  return own;
}
