import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerImage } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import {
  containerGarden,
  type ContainerGarden,
} from '../../helpers/containers/container-garden.ts';
import { pythonBase } from '../../helpers/containers/python-base.ts';
import { writeTemplate } from '../../helpers/containers/template-module.ts';
import { docker, findEngine, inspect } from '../../helpers/engine/engine.ts';
import { startRegistry, type Registry } from '../../helpers/engine/registry.ts';
import { findProgram } from '../../helpers/find-program.ts';

const engine = await findEngine();
const program = findProgram('docker-registry');

const debian =
  'Package: libwords1\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.1-3\n';
const python =
  'Metadata-Version: 2.4\nName: Word_Counts\nVersion: 0.3.1\nLicense: MIT\n\nCounts.\n';

/** The Dockerfile of the template, with packages that say that they are there. */
const dockerfile = (more = ''): string => `ARG BASE_IMAGE=python:3.13-slim
FROM \${BASE_IMAGE}
COPY server.py model.py /srv/
COPY weights/ /srv/model/
COPY packages/status /var/lib/dpkg/status
COPY packages/METADATA /srv/word_counts-0.3.1.dist-info/METADATA
${more}WORKDIR /srv
EXPOSE 5000
USER 10001:10001
CMD ["python3", "server.py"]
`;

/** What somebody contributes as a Dockerfile is built, tried, pushed and written down. */
describe.skipIf(engine === undefined || program === undefined)('the image of a container', () => {
  let garden: ContainerGarden;
  let store: Registry;
  let base: string;

  beforeAll(async () => {
    base = await pythonBase();
    garden = await containerGarden({ ORANGERY_CONTAINER_BASE_IMAGE: base });
    store = await startRegistry(program!);
    await write('1.0.0');
  });
  afterAll(async () => {
    const tags = ['1.0.0', '1.1.0'].map((version) => `${store.host}/garden/counted:${version}`);
    await docker(['image', 'rm', '--force', ...tags, 'orangery/counted:1.0.0']);
    await store.stop();
    await garden.remove();
  });

  const write = async (version: string, change?: (code: string) => string, more = '') => {
    const packages = { 'packages/status': debian, 'packages/METADATA': python };
    await writeTemplate(garden, {
      ...{ id: 'counted', fields: { version, container: {} }, ...(change && { change }) },
      files: { ...packages, Dockerfile: dockerfile(more) },
    });
    await garden.commit();
  };
  const image = async (...args: readonly string[]) =>
    garden.orangery('image', 'counted', ...args, '--json');
  const push = async () => image('--push', `${store.host}/garden`);
  const recordOf = async (version: string): Promise<ContainerImage> =>
    readRecord('containerImage', join(folder(version), 'image.json'), 'image.json');
  const folder = (version: string): string => join(garden.folder, `out/images/counted@${version}`);

  it('is built from its Dockerfile, tried, and written down with what is in it', async () => {
    const { code, stderr } = await image();
    expect(code, stderr).toBe(0);
    const record = await recordOf('1.0.0');
    const idOf = async (name: string): Promise<string> =>
      docker(['image', 'inspect', '--format', '{{.Id}}', '--', name]);
    const [id, baseId] = [await idOf('orangery/counted:1.0.0'), await idOf(base)];
    const sha256 = createHash('sha256').update(dockerfile()).digest('hex');
    expect(record).toMatchObject({
      module: { id: 'counted', version: '1.0.0' },
      image: { id, tag: 'orangery/counted:1.0.0', digest: null },
      madeOf: { dockerfile: { sha256 }, bases: [{ reference: base, id: baseId, digest: null }] },
      checks: [
        { name: 'speaks the DEEPaaS API', outcome: 'passed' },
        { name: 'says who it is', outcome: 'passed' },
        { name: 'says what it takes', outcome: 'passed', detail: 'text (string)' },
        { name: 'golden test', outcome: 'skipped' },
      ],
      contents: { debian: 1, alpine: 0, python: 1 },
    });
    expect(await inspect(id)).toMatchObject({
      Config: { Labels: { 'org.orangery.made-of': record.madeOf.dockerfile!.context } },
    });
    const text = await readFile(join(folder('1.0.0'), record.contents.file), 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(record.contents.sha256);
    expect(JSON.parse(text)).toMatchObject({
      bomFormat: 'CycloneDX',
      components: [
        { purl: 'pkg:deb/debian/libwords1@2.1-3?arch=amd64' },
        { purl: 'pkg:pypi/word-counts@0.3.1', licenses: [{ license: { name: 'MIT' } }] },
        { type: 'machine-learning-model', name: 'counted', version: '1.0.0' },
      ],
    });
  });

  it('is pushed, recorded by the digest that the registry has, and not pushed again', async () => {
    const { code, stderr, record } = await push();
    expect(code, stderr).toBe(0);
    const digest = await store.digestOf('garden/counted', '1.0.0');
    const name = `${store.host}/garden/counted`;
    expect(record).toMatchObject({ images: [{ kind: 'pushed', digest: `${name}@${digest}` }] });
    expect((await recordOf('1.0.0')).image).toMatchObject({
      ...{ tag: `${name}:1.0.0`, digest: `${name}@${digest}` },
    });
    expect((await push()).record).toMatchObject({ images: [{ kind: 'unchanged' }] });
  });

  it('is refused where the tag has one of other files', async () => {
    await write('1.0.0', undefined, 'ENV MORE=1\n');
    const { failure } = await push();
    expect(failure).toMatchObject({
      code: 'IMAGE_PUSH_FAILED',
      message: expect.stringContaining('another one, made of other files or weights'),
    });
  });

  it('whose server does not say who it is goes nowhere', async () => {
    await write('1.1.0', (code) => code.replace('"license": "Apache-2.0",', ''));
    const { code, failure } = await push();
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      code: 'CONTAINER_UNFIT',
      message: expect.stringContaining('says who it is: expected name, author, license'),
    });
    expect(await store.digestOf('garden/counted', '1.1.0')).toBeNull();
    await expect(recordOf('1.1.0')).rejects.toThrow();
  });
});
