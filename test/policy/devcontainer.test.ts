import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTracked, root } from './sources.ts';

interface DevContainer {
  readonly build: {
    readonly dockerfile: string;
    readonly context: string;
    readonly args: Readonly<Record<string, string>>;
  };
  readonly features: Readonly<Record<string, unknown>>;
  readonly runArgs?: readonly string[];
  readonly remoteUser: string;
  readonly postCreateCommand: string;
  readonly [other: string]: unknown;
}

const folder = join(root, '.devcontainer');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const containerOf = (name: string): DevContainer =>
  JSON.parse(read(`${name}/devcontainer.json`)) as DevContainer;
const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const dockerfile = read('Dockerfile');

/** Packages of a list of Python's, one a line. */
function requirementsIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe.each(['cpu', 'gpu'])('the dev container with a %s', (name) => {
  const container = containerOf(name);

  it('is made by the Dockerfile, with frameworks of its own, pinned', () => {
    expect(container.build).toMatchObject({ dockerfile: '../Dockerfile', context: '..' });
    expect(container.build.args.FRAMEWORKS).toBe(name);
    const frameworks = requirementsIn(read(`${name}/frameworks.txt`));
    expect(frameworks.map((line) => line.split(/[=[]/)[0])).toEqual([
      ...['torch', 'torchvision', name === 'cpu' ? 'tensorflow-cpu' : 'tensorflow'],
    ]);
    for (const line of frameworks) expect(line).toMatch(/^[\w-]+(\[[\w-]+\])?==\d/);
  });

  it('installs what the lock file says, as somebody who is not root', () => {
    expect(container.postCreateCommand).toBe('npm ci');
    expect(container.remoteUser).toMatch(/^(node|ubuntu)$/);
  });

  it('brings nothing of the host but its engine, and no secret', () => {
    const { features, runArgs = [], ...others } = container;
    expect(Object.keys(features)).toEqual([
      'ghcr.io/devcontainers/features/docker-outside-of-docker:1',
    ]);
    expect(runArgs).toEqual(name === 'gpu' ? ['--gpus', 'all'] : []);
    for (const key of ['mounts', 'remoteEnv', 'containerEnv', 'secrets', 'privileged', 'capAdd']) {
      expect(others).not.toHaveProperty(key);
    }
  });
});

describe('the Dockerfile of dev containers', () => {
  it('has the Node that package.json pins, and bases named by a version', () => {
    const bases = [...dockerfile.matchAll(/^ARG [A-Z]+_IMAGE=(.+)$/gm)].map(([, base]) => base);
    expect(bases).toEqual(Array(2).fill(`node:${packages.devDependencies.node}-bookworm`));
    expect(containerOf('gpu').build.args.BASE_IMAGE).toMatch(/^nvidia\/cuda:\d+\.\d+\.\d+-\S+$/);
  });

  it('ends as a user that is not root', () => {
    const users = [...dockerfile.matchAll(/^USER (.+)$/gm)].map(([, user]) => user);
    expect(users.at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('has the exporters that imports are tested with, of the same versions', () => {
    const listed = requirementsIn(read('requirements.txt'));
    const [ci] = readTracked((path) => path === '.ci/run');
    const tested = /venv onnx (.+)$/m.exec(ci!.text)?.[1]?.match(/[\w.-]+==[\w.]+/g) ?? [];
    expect(tested.length).toBeGreaterThan(2);
    for (const line of tested) expect(listed).toContain(line);
    for (const line of listed) expect(line).toMatch(/^[\w.-]+(==|<)\d/);
  });
});
