import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmark } from '../../../actions/benchmark/src/main.ts';
import { openTraining, type JobInputs } from '../../../actions/retrain/src/open-training.ts';
import { runTool } from '../../../actions/tool/run-tool.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A checkout whose command writes down how it was started, and fails. */
const program = `import { writeFileSync } from 'node:fs';
writeFileSync('started.json', JSON.stringify({ words: process.argv.slice(2), env: process.env }));
process.exit(1);
`;

const machine = {
  PATH: process.env.PATH,
  GITHUB_TOKEN: 'ghs-of-the-job',
  DOCKER_HOST: 'unix:///run/user/1001/docker.sock',
  ORANGERY_SANDBOX_MEMORY: '4096',
};
const withImage = { ...machine, ORANGERY_SANDBOX_IMAGE: 'orangery/train-gpu:current' };

interface Started {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function checkout(): Promise<{ tool: string; started: () => Promise<Started> }> {
  const tool = await tempFolder({ 'cli/bin/orangery.mjs': program });
  const started = async (): Promise<Started> => {
    const found: unknown = JSON.parse(await readFile(join(tool, 'started.json'), 'utf8'));
    return found as Started;
  };
  return { tool, started };
}

const signal = new AbortController().signal;
const none = { cache: undefined, signingKey: undefined, state: undefined };

describe('benchmark', () => {
  it.each([
    [withImage, ['benchmark', 'seed-classifier', '--sandbox', '--json']],
    [machine, ['benchmark', 'seed-classifier', '--json']],
  ])('is started in the sandbox where the machine names its image', async (env, words) => {
    const { tool, started } = await checkout();
    const temp = await tempFolder();
    const inputs = { tool, module: 'seed-classifier', out: join(temp, 'out'), ...none };
    const world = { env: { ...env, RUNNER_TEMP: temp }, signal, info: () => {} };
    await expect(benchmark(inputs, world)).rejects.toThrow();
    expect((await started()).words).toEqual(words);
  });
});

describe('retrain', () => {
  const start = async (env: typeof machine, work?: string): Promise<Started> => {
    const { tool, started } = await checkout();
    const inputs: JobInputs = {
      ...{ job: 'job-1', tool, out: 'out', work, hosts: 'example.org' },
      ...{ maxBytes: '1000', secret: undefined, ...none },
    };
    const temp = await tempFolder();
    const world = { env: { ...env, RUNNER_TEMP: temp }, signal, info: () => {} };
    const training = await openTraining(inputs, world, 60_000);
    await expect(runTool(training.tool, training.words, () => {})).rejects.toThrow();
    return started();
  };

  it('is started in the sandbox where the machine names its image', async () => {
    const { words, env } = await start(withImage);
    expect(words).toContain('--sandbox');
    expect(words).toEqual(
      expect.arrayContaining(['--hosts', 'example.org', '--max-bytes', '1000']),
    );
    expect(env).toMatchObject({
      DOCKER_HOST: machine.DOCKER_HOST,
      ORANGERY_SANDBOX_IMAGE: withImage.ORANGERY_SANDBOX_IMAGE,
      ORANGERY_SANDBOX_MEMORY: '4096',
    });
    expect(env).not.toHaveProperty('GITHUB_TOKEN');
  });

  it('is not, and knows no engine, where the machine names none', async () => {
    const { words, env } = await start(machine);
    expect(words).not.toContain('--sandbox');
    expect(env).not.toHaveProperty('DOCKER_HOST');
  });

  it('is not where machines share the training', async () => {
    expect((await start(withImage, await tempFolder())).words).not.toContain('--sandbox');
  });
});
