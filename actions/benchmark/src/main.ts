import { Failure, isModuleId, parseRecord, recordText } from '@orangery/schemas';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { childEnvironment } from '../../tool/child-environment.ts';
import { sandboxEnvironment, sandboxWords } from '../../tool/sandbox.ts';
import { runTool } from '../../tool/run-tool.ts';

export interface BenchmarkInputs {
  readonly tool: string;
  readonly module: string;
  readonly out: string;
  readonly cache: string | undefined;
  readonly signingKey: string | undefined;
  readonly state: string | undefined;
}

export interface BenchmarkWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly info: (message: string) => void;
}

const timeoutMs = 30 * 60_000;

/**
 * Measures a module as the checkout has it, and writes the signed report.
 * @throws Failure USAGE, those of the benchmark
 */
export async function benchmark(
  { module, out, ...inputs }: BenchmarkInputs,
  { env, signal, info }: BenchmarkWorld,
): Promise<void> {
  if (!isModuleId(module)) {
    throw new Failure('USAGE', 'Input module: expected the name of a module, found another text');
  }
  const work = await mkdtemp(join(env['RUNNER_TEMP'] ?? tmpdir(), 'benchmark-'));
  try {
    const tool = {
      ...{ folder: resolve(inputs.tool), timeoutMs, signal, info },
      env: {
        ...(await childEnvironment(env, { ...inputs, secret: undefined, work })),
        ...sandboxEnvironment(env),
      },
    };
    const words = ['benchmark', module, ...sandboxWords(env), '--json'];
    const record = await runTool(tool, words, () => {});
    const report = parseRecord('benchmarkReport', record, 'orangery benchmark');
    const name = `${report.benchmark}@${report.module.version}.json`;
    await mkdir(resolve(out), { recursive: true });
    await writeFile(join(resolve(out), name), recordText(report));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
