import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { docker, findEngine, inspect, removeNamed } from '../../helpers/engine/engine.ts';
import { startRegistry, type Registry } from '../../helpers/engine/registry.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { freePort } from '../../helpers/free-port.ts';
import type { CommandOutcome } from '../../helpers/orangery.ts';

const engine = await findEngine();
const program = findProgram('docker-registry');
const container = 'orangery-publish-image-test';
const repository = 'garden/orangery/seed-classifier';
const sha256 = /^sha256:[0-9a-f]{64}$/;

interface Made {
  readonly kind: string;
  readonly id: string;
  readonly tag: string;
  readonly digest: string | null;
}

describe.skipIf(engine === undefined || program === undefined)('the image of a version', () => {
  let garden: DeploymentGarden;
  let store: Registry;
  let base: string;
  let first: Made;

  async function push(...args: readonly string[]): Promise<CommandOutcome> {
    const place = `${store.host}/garden/orangery`;
    return garden.orangery('image', ...args, '--push', place, '--json');
  }

  function imagesOf({ record, stderr }: CommandOutcome): readonly Made[] {
    if (typeof record !== 'object' || record === null) throw new Error(stderr);
    const { images } = record as { images: readonly Made[] };
    return images;
  }

  /** What was made of the commits of the garden. */
  async function removeBuilt(): Promise<void> {
    for (const commit of (await garden.git('log', '--format=%H')).split('\n')) {
      const filter = `label=org.opencontainers.image.revision=${commit}`;
      const listed = await docker(['image', 'ls', '--quiet', '--filter', filter]);
      const ids = [...new Set(listed.split('\n').filter(Boolean))];
      if (ids.length > 0) await docker(['image', 'rm', '--force', ...ids]);
    }
  }

  beforeAll(async () => {
    await removeNamed(container);
    const env = await engineEnvironment();
    base = env.ORANGERY_BASE_IMAGE!;
    garden = await deploymentGarden({ name: 'pushed', target: 'compose', env });
    store = await startRegistry(program!);
    await garden.release('1.0.0');
  });

  // each, whatever becomes of the others
  afterAll(async () => garden.remove());
  afterAll(async () => store.stop());
  afterAll(async () => {
    await removeNamed(container);
    await removeBuilt();
  });

  it('is built, and pushed under id and version', async () => {
    const outcome = await push('seed-classifier');
    expect(outcome.stderr).not.toContain('FAILED');
    [first] = imagesOf(outcome) as [Made];
    const tag = `${store.host}/${repository}:1.0.0`;
    const digest = await store.digestOf(repository, '1.0.0');
    expect(digest).toMatch(sha256);
    expect(first).toMatchObject({
      ...{ kind: 'pushed', id: expect.stringMatching(sha256), tag },
      ...{ module: 'seed-classifier', version: '1.0.0' },
      digest: `${store.host}/${repository}@${digest}`,
    });
  });

  it('has nothing of the module but copies: no line of its build runs anything', async () => {
    const format = ['--no-trunc', '--format', '{{.CreatedBy}}'];
    const lines = (await docker(['image', 'history', ...format, '--', first.id])).split('\n');
    const own = lines.slice(
      0,
      lines.findIndex((line) => line.includes('"--help"')),
    );
    expect(own.some((line) => line.includes('/orangery/modules/'))).toBe(true);
    const names = own.map((line) => /(?:#\(nop\) +|^)([A-Z]+)\b/.exec(line)?.[1]);
    expect(new Set(names)).toEqual(new Set(['ARG', 'CMD', 'COPY', 'LABEL']));
  });

  it('is pulled by its digest, and answers as its golden test says', async () => {
    await docker(['image', 'rm', '--force', '--', first.id]);
    await docker(['pull', '--', first.digest!], 120_000);
    expect(await inspect(first.digest!)).toMatchObject({ Id: first.id });
    const port = await freePort();
    const locked = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'];
    const noMore = ['--security-opt', 'no-new-privileges'];
    const place = ['--name', container, '--publish', `127.0.0.1:${port}:5000`];
    const serve = ['serve', '/orangery/modules/seed-classifier', '--host', '0.0.0.0', '--open'];
    await docker(['run', '--detach', ...locked, ...noMore, ...place, first.digest!, ...serve]);
    const { input, expected } = await goldenCase(garden.folder);
    const answer = await answered(`http://127.0.0.1:${port}`, input.row);
    expect(answer).toMatchObject({ status: 'OK', predictions: { label: expected.label } });
  });

  it('is not pushed again, also when another machine has built it', async () => {
    const before = await store.digestOf(repository, '1.0.0');
    expect(imagesOf(await push('seed-classifier@1.0.0'))).toMatchObject([
      { ...first, kind: 'unchanged' },
    ]);
    // as whoever has only what Git has
    await docker(['rm', '--force', '--', container]);
    await removeBuilt();
    const { images } = (await garden.orangery('image', 'seed-classifier', '--json')).record as {
      images: readonly Made[];
    };
    expect(images[0]).toMatchObject({
      kind: 'built',
      tag: 'orangery/seed-classifier:1.0.0',
      digest: null,
    });
    expect(images[0]!.id).not.toBe(first.id);
    expect(imagesOf(await push('seed-classifier'))).toMatchObject([
      { ...first, kind: 'unchanged' },
    ]);
    expect(await store.digestOf(repository, '1.0.0')).toBe(before);
  });

  it('is refused where its tag has another one, which stays', async () => {
    const before = await store.digestOf(repository, '1.0.0');
    const card = join(garden.folder, 'modules/seed-classifier/module.md');
    await writeFile(card, `${await readFile(card, 'utf8')}\nIt likes rain.\n`);
    await garden.git('commit', '--quiet', '--all', '--message', 'Say more');
    const { code, failure } = await push('seed-classifier');
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      code: 'IMAGE_PUSH_FAILED',
      message: expect.stringMatching(
        /seed-classifier:1\.0\.0: expected this image or none, found another one, of commit \w{12} with/,
      ),
    });
    expect(await store.digestOf(repository, '1.0.0')).toBe(before);

    const taken = `${store.host}/${repository}:1.1.0`;
    await docker(['tag', '--', base, taken]);
    await docker(['push', '--', taken], 120_000);
    await docker(['image', 'rm', '--', taken]);
    await garden.release('1.1.0');
    const other = await push('seed-classifier');
    expect(other.failure).toMatchObject({ message: expect.stringContaining('that is not ours') });
    await docker(['image', 'rm', '--', taken]);
  });

  it('is made though that of another module cannot be', async () => {
    await garden.release('1.2.0');
    const outcome = await push('tabular-classifier', 'seed-classifier');
    expect(outcome.code).toBe(1);
    expect(imagesOf(outcome)).toMatchObject([{ kind: 'pushed', version: '1.2.0' }]);
    expect(outcome.failure).toMatchObject({
      code: 'DEPLOYMENT_REFUSED',
      message:
        'tabular-classifier: expected weights, or a pipeline of modules with weights, found none',
    });
  });

  it('is refused with what the registry said when it does not take it', async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const { failure } = await garden.orangery(
      'image',
      'seed-classifier',
      '--push',
      nobody,
      '--json',
    );
    expect(failure).toMatchObject({
      code: 'IMAGE_PUSH_FAILED',
      message: expect.stringMatching(/the registry did not take it: .*refused/s),
    });
  });
});

async function goldenCase(folder: string) {
  const text = await readFile(join(folder, 'modules/seed-classifier/golden.json'), 'utf8');
  const { cases } = JSON.parse(text) as {
    cases: { input: { row: object }; expected: { label: string } }[];
  };
  return cases[0]!;
}

/** Until it answers: containers take a few seconds. */
async function answered(address: string, row: object): Promise<unknown> {
  for (;;) {
    const body = JSON.stringify(row);
    const headers = { 'content-type': 'application/json' };
    const url = `${address}/v2/models/seed-classifier/predict/`;
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
    if (response !== undefined && response.status !== 503) return response.json();
    const state = await docker(['inspect', '--format', '{{.State.Status}}', '--', container]);
    if (state !== 'running') throw new Error(await docker(['logs', '--', container]));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
