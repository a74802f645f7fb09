import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startExecutor, type Executor } from '../../../actions/local-github/executor/executor.ts';
import type { ExecutorOptions } from '../../../actions/local-github/executor/executor-options.ts';
import type { RunRecord } from '../../../actions/local-github/executor/run-record.ts';
import { tempFolder } from '../temp-folder.ts';
import { testWorld } from '../test-world.ts';
import { startMemoryForge, type MemoryForge } from './memory-forge.ts';

export interface LocalRunner {
  readonly forge: MemoryForge;
  readonly executor: Executor;
  readonly folder: string;
  readonly log: readonly string[];
}

/** An executor on a forge in memory; both end with the test. */
export async function startRunner(options: Partial<ExecutorOptions> = {}): Promise<LocalRunner> {
  const forge = await startMemoryForge();
  const folder = await tempFolder();
  const { logger, signal, log } = testWorld();
  const pauses = { interruptMs: 2_000, terminateMs: 1_000 };
  const workFolder = join(folder, 'work');
  const executor = await startExecutor({ forge, workFolder, signal, logger, pauses, ...options });
  onTestFinished(() => executor.close());
  return { forge, executor, folder, log };
}

/** The run of one workflow, which a push to `main` starts, with these files beside it. */
export async function runOnPush(
  workflow: string,
  files: Readonly<Record<string, string>> = {},
  runner?: LocalRunner,
): Promise<RunRecord> {
  const { forge, executor } = runner ?? (await startRunner());
  const sha = forge.commit({ '.github/workflows/test.yml': workflow, ...files });
  forge.emit({ name: 'push', sha });
  await executor.idle();
  const run = executor.runs.at(-1);
  if (run === undefined) throw new Error('nothing ran');
  return run;
}

/** The steps of a workflow of one job that a push starts. */
export function oneJob(steps: string, more = ''): string {
  return [
    'name: test',
    'on: push',
    'permissions: { contents: read }',
    'jobs:',
    '  one:',
    '    runs-on: ubuntu-24.04',
    ...more
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `    ${line}`),
    '    steps:',
    ...steps
      .trim()
      .split('\n')
      .map((line) => `      ${line}`),
  ].join('\n');
}
