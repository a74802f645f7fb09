import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunRecord } from '../../../actions/local-github/executor/run-record.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { startLoginWall } from '../../helpers/engine/login-wall.ts';
import { startRegistry } from '../../helpers/engine/registry.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { catalogue, localGarden } from '../../helpers/github/local-garden.ts';
import { trackedPaths } from '../../policy/sources.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const engine = await findEngine();
const program = findProgram('docker-registry');
const kept = ['seed-classifier', 'tabular-classifier'];

/** This repository with two modules. */
const fewModules = Object.fromEntries(
  trackedPaths
    .filter((path) => /^(modules\/[^/]+\/|deployments\/.*\.yml$)/.test(path))
    .filter((path) => !kept.includes(path.split('/')[1]!))
    .map((path) => [path, null]),
);

const isLeftOut = engine === undefined || program === undefined;

it.skipIf(isLeftOut)(
  'a release has its image in the registry, pushed with the token of its job',
  { timeout: 900_000 },
  async () => {
    const registry = await startRegistry(program!);
    onTestFinished(registry.stop);
    const wall = await startLoginWall(registry.host, (password) => mayPush(password));
    onTestFinished(wall.stop);
    const { ORANGERY_BASE_IMAGE, ORANGERY_BUILD_NETWORK } = await engineEnvironment();
    const variables = { ORANGERY_BASE_IMAGE, ORANGERY_BUILD_NETWORK, ORANGERY_REGISTRY: wall.host };
    const runnerVariables = variables as Record<string, string>;
    const { hub, executor } = await localGarden({ files: fewModules, runnerVariables });
    const mayPush = (token: string): boolean => {
      const principal = hub.state.tokens.get(token)?.principal;
      return principal?.kind === 'job' && principal.permissions['packages'] === 'write';
    };
    const publish = async (): Promise<RunRecord> => {
      hub.emitSchedule(catalogue, 'publish.yml');
      await executor.idle();
      return executor.runs.findLast(({ workflow }) => workflow === 'publish.yml')!;
    };

    const first = (await publish()).jobs.find(({ name }) => name === 'images')!;
    expect(first.conclusion, first.log).toBe('success');
    const id = / id +(sha256:\w{64})/.exec(first.log)![1]!;
    onTestFinished(async () => void (await docker(['image', 'rm', '--force', '--', id])));
    const digest = await registry.digestOf('garden/orangery/seed-classifier', '1.0.0');
    expect(first.log).toContain(`${wall.host}/garden/orangery/seed-classifier@${digest}`);
    expect(await registry.digestOf('garden/orangery/tabular-classifier', '1.0.0')).toBeNull();
    expect(wall.passwords.size).toBe(1);
    for (const token of wall.passwords) expect(first.log).not.toContain(token);

    const again = await publish();
    expect(again.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`)).toContain(
      'images: skipped',
    );
  },
);

it.skipIf(isLeftOut)(
  'no token of a job without its permission may push',
  async () => {
    const wall = await startLoginWall('127.0.0.1:9', (password) => mayPush(password));
    onTestFinished(wall.stop);
    const path = '.github/workflows/publish.yml';
    const workflow = readFileSync(join(root, path), 'utf8').split('\n');
    const text = workflow.filter((line) => !line.startsWith('      packages: write')).join('\n');
    expect(text.length).toBeLessThan(workflow.join('\n').length);
    const files = { ...fewModules, [path]: text };
    const { hub, executor } = await localGarden({
      ...{ files, runnerVariables: { ORANGERY_REGISTRY: wall.host } },
    });
    const asked: string[] = [];
    const mayPush = (token: string): boolean => {
      asked.push(token);
      const principal = hub.state.tokens.get(token)?.principal;
      return principal?.kind === 'job' && principal.permissions['packages'] === 'write';
    };
    hub.emitSchedule(catalogue, 'publish.yml');
    await executor.idle();
    const run = executor.runs.findLast(({ workflow: name }) => name === 'publish.yml')!;
    const images = run.jobs.find(({ name }) => name === 'images')!;
    expect(images.conclusion, images.log).toBe('failure');
    expect(images.log).toMatch(/unauthorized|log in/i);
    expect(asked.length).toBeGreaterThan(0);
    expect(wall.passwords.size).toBe(0);
  },
  120_000,
);
