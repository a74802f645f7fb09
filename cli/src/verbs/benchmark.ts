import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readDatasetAccess, runBenchmark } from '@orangery/runner';
import { formatBytes, type BackendName } from '@orangery/schemas';
import { againstBaseline } from '../against-baseline.ts';
import { codeOptions, trustCodeOption } from '../code-options.ts';
import { runnerFolders } from '../folders.ts';
import { loadableFolder } from '../loadable-folder.ts';
import { measuresTable } from '../measures.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { collect } from '../options.ts';
import { createTrainingView } from '../train/training-view.ts';
import { completeCommand, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';
import { backendOption } from '../train/train-options.ts';

interface BenchmarkOptions {
  readonly dataset?: readonly string[];
  readonly target?: string;
  readonly backend: BackendName | 'auto';
  readonly trustCode?: boolean;
}

export const benchmarkVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery benchmark seed-classifier',
    'orangery benchmark leaf-classifier --dataset other-leaves.zip',
  ])
    .option('--dataset <link>', 'data to measure on (default: what the module declares)', collect)
    .option('--target <column>', 'column to predict')
    .addOption(backendOption())
    .addOption(trustCodeOption())
    .action(async (name: string, options: BenchmarkOptions) => {
      const { cwd, terminal } = context;
      const view = createTrainingView(terminal);
      const own = await resolveModuleFolder(name, cwd);
      const folder = await loadableFolder(name, context);
      const { report, scoreName, ...measured } = await runBenchmark({
        folder,
        dataset: options.dataset?.map((link) => ({ link })),
        target: options.target,
        backend: options.backend,
        code: codeOptions(context, options),
        baseFolder: cwd,
        folders: await runnerFolders(context),
        access: readDatasetAccess(context.env),
        world: createWorld(context, view.show),
      });
      view.close();
      const path = await keepReport(measured.path, own);
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
      terminal.print(`${terminal.colors.green('✓')} ${relative(cwd, path)}`);
      terminal.record(report);
    });
};

/** A module whose weights were fetched was measured as a copy; its report belongs to the module itself. */
async function keepReport(path: string, folder: string): Promise<string> {
  const own = join(folder, 'reports', basename(path));
  if (path === own) return path;
  await mkdir(join(folder, 'reports'), { recursive: true });
  await copyFile(path, own);
  return own;
}
