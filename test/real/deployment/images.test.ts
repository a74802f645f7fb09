import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleImage, serveImage, type Image } from '../../../runner/src/deployment/image/index.ts';
import { baseImage } from '../../helpers/engine/base-image.ts';
import { docker, findEngine, inspect, removeNamed } from '../../helpers/engine/engine.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

const execute = promisify(execFile);
const engine = await findEngine();
const prefix = 'orangery-images-test';
const health = '/orangery/runner/image/serve/health.mjs';
/** What SECURITY-RULES asks of a container that runs what others wrote. */
const walls = [
  ...['--network', 'none', '--read-only', '--tmpfs', '/tmp:size=64m,noexec', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges', '--pids-limit', '128', '--memory', '1g'],
  ...['--user', '10001'],
];

describe.skipIf(engine === undefined)('images', () => {
  let base: string;
  let head: string;
  /** Of all work on images in this file. */
  let folder: string;
  let serve: Image;
  const { signal, logger } = testWorld();
  const world = { signal, logger, env: process.env };

  const buildServe = async (): Promise<Image> =>
    serveImage({ root, baseImage: base, folder, network: 'host', world });

  /** Modules as the last commit has them. */
  async function exportModules(...ids: readonly string[]): Promise<string> {
    const exported = await tempFolder();
    const archive = join(exported, 'modules.tar');
    const paths = ids.map((id) => `modules/${id}`);
    await execute('git', ['archive', `--output=${archive}`, head, '--', ...paths], { cwd: root });
    await execute('tar', ['-xf', archive, '-C', exported]);
    return exported;
  }

  async function buildModule(): Promise<Image> {
    return moduleImage({
      version: { module: { id: 'seed-classifier', version: '1.0.0' }, source: { commit: head } },
      exported: await exportModules('seed-classifier'),
      ...{ serve, folder, world },
    });
  }

  beforeAll(async () => {
    await removeNamed(prefix);
    folder = await mkdtemp(join(tmpdir(), 'orangery-images-'));
    base = await baseImage();
    head = (await execute('git', ['rev-parse', 'HEAD'], { cwd: root })).stdout.trim();
  });
  afterAll(async () => {
    await removeNamed(prefix);
    await rm(folder, { recursive: true, force: true });
  });

  it('serve: is built from a commit, small, not root, and says what is in it', async () => {
    serve = await buildServe();
    expect(serve.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await inspect(serve.id)).toMatchObject({
      Config: {
        User: '10001:10001',
        Entrypoint: ['node', '/orangery/cli/bin/orangery.mjs'],
        ExposedPorts: { '5000/tcp': {} },
        Labels: {
          'org.opencontainers.image.revision': serve.commit,
          'org.opencontainers.image.title': 'Orangery serve',
          'org.opencontainers.image.version': '0.1.0',
        },
      },
    });
    const added = (await sizeOf(serve.id)) - (await sizeOf(base));
    console.log(`serve: ${Math.round(added / 1e6)} MB on its base`);
    expect(added).toBeLessThan(130e6);
    const label = '{{index .Config.Labels "org.orangery.build"}}';
    const build = await docker(['image', 'inspect', '--format', label, '--', serve.id]);
    expect(build).toMatch(/^[0-9a-f-]{36}$/);
    const left = ['--filter', 'dangling=true', '--filter', `label=org.orangery.build=${build}`];
    expect(await docker(['image', 'ls', '--quiet', ...left])).toBe('');
  });

  it('serve: lists its packages in the versions of the lock file', async () => {
    const list = JSON.parse(await readFile(serve.sbom, 'utf8')) as {
      components: { name: string; version: string; purl?: string }[];
    };
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    const versions = new Map(list.components.map(({ name, version }) => [name, version]));
    for (const name of ['fastify', 'sharp', 'onnxruntime-node', 'ajv']) {
      expect(versions.get(name)).toBe(lock.packages[`node_modules/${name}`]!.version);
    }
    expect(versions.get('node')).toMatch(/^24\./);
    for (const name of ['typescript', 'octokit', 'astro', 'onnxruntime-web']) {
      expect(versions.has(name)).toBe(false);
    }
  });

  it('module: becomes healthy behind all walls, and answers as its golden test says', async () => {
    const image = await buildModule();
    const name = `${prefix}-seeds`;
    const began = performance.now();
    const served = ['serve', '/orangery/modules/seed-classifier', '--host', '0.0.0.0', '--open'];
    await docker([
      ...['run', '--detach', '--name', name, ...walls, image.id],
      ...[...served, '--port', '5000', '--base-path', '/seeds', '--trust-code'],
    ]);
    await untilHealthy(name);
    console.log(`healthy after ${Math.round(performance.now() - began)} ms`);
    const sample = '/orangery/modules/seed-classifier/golden.json';
    const answer = await inside(
      name,
      `const { readFileSync } = await import('node:fs');
       const [{ input }] = JSON.parse(readFileSync('${sample}', 'utf8')).cases;
       const response = await fetch('http://127.0.0.1:5000/seeds/v2/models/seed-classifier/predict/', {
         method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input.row) });
       console.log(await response.text());`,
    );
    const golden = JSON.parse(
      await readFile(join(root, 'modules/seed-classifier/golden.json'), 'utf8'),
    ) as { cases: { expected: { label: string } }[] };
    const { label } = golden.cases[0]!.expected;
    expect(JSON.parse(answer)).toMatchObject({ status: 'OK', predictions: { label } });
  });

  it('module: can neither write, nor gain rights, nor reach anything', async () => {
    const name = `${prefix}-seeds`;
    const status = await docker(['exec', name, 'cat', '/proc/1/status']);
    expect(status).toMatch(/^Uid:\s+10001\s/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    const refusals = {
      '/x': /EROFS/,
      '/orangery/cli/x': /EROFS/,
      '/orangery/modules/seed-classifier/module.md': /EACCES/,
    };
    for (const [path, refusal] of Object.entries(refusals)) {
      const tried = `(await import('node:fs')).appendFileSync('${path}', 'x')`;
      await expect(inside(name, tried)).rejects.toThrow(refusal);
    }
    const copied = 'cp /usr/bin/true $HOME/copied && $HOME/copied';
    await expect(docker(['exec', name, 'sh', '-c', copied])).rejects.toThrow(/Permission denied/);
    const files = await docker(['exec', name, 'find', '/orangery', '!', '-user', 'root']);
    expect(files).toBe('');
    const links = await docker(['exec', name, 'ls', '/sys/class/net']);
    expect(links.split('\n')).toEqual(['lo']);
  });

  it('module: a server that does not answer is not healthy', async () => {
    const run = ['run', '--rm', '--network', 'none', '--entrypoint', 'node', serve.id, health];
    await expect(docker(run)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/http:\S+:5000\/v2\/health\/ready does not answer/),
    });
  });

  it('both are found again at once', async () => {
    const [first, began] = [await buildModule(), performance.now()];
    expect((await buildServe()).id).toBe(serve.id);
    expect(await buildModule()).toEqual(first);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('train-cpu: trains behind all walls, from data that is mounted', async () => {
    const tag = `${prefix}-train`;
    const recipe = join(root, 'runner/image/train-cpu');
    const named = `${prefix}-serve:current`;
    await docker(['tag', '--', serve.id, named]);
    await docker(['build', '--build-arg', `BASE_IMAGE=${named}`, '--tag', tag, '--', recipe]);
    const exported = await exportModules('tabular-classifier', 'seed-classifier');
    const out = join(await tempFolder(), 'out');
    await mkdir(out);
    await chmod(out, 0o777);
    const mounts = [
      ...['--volume', `${join(exported, 'modules')}:/orangery/modules:ro`],
      ...['--volume', `${join(exported, 'modules/seed-classifier/sample')}:/data:ro`],
      ...['--volume', `${out}:/out`],
    ];
    const train = ['train', 'tabular-classifier', '--dataset', '/data/seeds.csv'];
    const record = await docker(
      [
        ...['run', '--rm', '--name', `${tag}-run`, ...walls, ...mounts, tag],
        ...[...train, '--target', 'variety', '--trials', '1', '--out', '/out/run', '--json'],
      ],
      300_000,
    );
    const receipt: unknown = JSON.parse(record.split('\n').at(-1)!);
    expect(receipt).toMatchObject({ metrics: { accuracy: expect.any(Number) } });
    expect(await readFile(join(out, 'run/module.md'), 'utf8')).toContain('artifact:');
    // it stands on the serve image and has its labels
    expect((await buildServe()).id).toBe(serve.id);
  });
});

async function sizeOf(image: string): Promise<number> {
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', '--', image]));
}

/** Runs JavaScript in a container. */
async function inside(name: string, code: string): Promise<string> {
  return docker(['exec', name, 'node', '--input-type=module', '--eval', code]);
}

/** Until the engine says so; it asks every few seconds. */
async function untilHealthy(name: string): Promise<void> {
  const format = ['--format', '{{.State.Status}} {{.State.Health.Status}}'];
  for (;;) {
    const said = await docker(['inspect', ...format, '--', name]);
    if (said === 'running healthy') return;
    if (!/^(created|running) starting$/.test(said)) {
      throw new Error(`${name} is ${said}:\n${await docker(['logs', '--', name])}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
