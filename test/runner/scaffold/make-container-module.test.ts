import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModule } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import {
  containerTaskNames,
  makeContainerModule,
  writeNewModule,
  type ContainerTaskName,
} from '../../../runner/src/scaffold/index.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const facts = {
  ...{ id: 'a-box', folder: 'modules/a-box', name: 'a-box', title: 'A box' },
  ...{ summary: 'What the program in it says.', license: 'Apache-2.0', authors: [] },
  today: '2026-11-23',
};
const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string): string =>
  new TextDecoder().decode(files.get(path));

describe.each(containerTaskNames)('a container for %s', (task: ContainerTaskName) => {
  it('is a module that validates, with the server that all have in common', async () => {
    const module = await makeContainerModule(facts, task);
    const folder = join(await tempFolder(), 'modules', 'a-box');
    await writeNewModule(module, folder, 'modules/a-box');
    const read = await readModule(folder, folder);
    expect(read).toMatchObject({ kind: 'valid', module: { frontMatter: { tasks: [task] } } });
    const server = join(root, 'runner/templates/container/shared/server.py');
    expect(textOf(module.files, 'server.py')).toBe(await readFile(server, 'utf8'));
    // what Python leaves when it is tried in its place
    const paths = [...module.files.keys()];
    expect(paths.filter((path) => path.includes('__pycache__'))).toEqual([]);
  });

  it('has what its Dockerfile copies and its commands name', async () => {
    const { files, next } = await makeContainerModule(facts, task);
    const paths = [...files.keys()];
    const has = (path: string): boolean =>
      paths.some((one) => (path.endsWith('/') ? one.startsWith(path) : one === path));
    const copied = textOf(files, 'Dockerfile')
      .split('\n')
      .filter((line) => line.startsWith('COPY '))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.filter((path) => !has(path))).toEqual([]);
    const named = next.flatMap((line) => line.match(/modules\/a-box\/\S+/g) ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !has(path.replace('modules/a-box/', '')))).toEqual([]);
  });

  it('says of its inputs and outputs what its program says', async () => {
    const { frontMatter, files } = await makeContainerModule(facts, task);
    const code = textOf(files, 'model.py');
    const { inputs = [], outputs = [], container, fineTunable } = frontMatter;
    const names = [...inputs, ...outputs].map(({ name }) => name);
    expect(names.filter((name) => !code.includes(`"${name}":`))).toEqual([]);
    const data = container?.train?.datasetArgument;
    expect(fineTunable).toBe(data !== undefined);
    expect(/^def train\(/m.test(code)).toBe(fineTunable);
    if (data !== undefined) expect(code).toContain(`def train(${data}`);
  });
});

it('pins what a template installs, by version and hash', async () => {
  const { files } = await makeContainerModule(facts, 'speech-recognition');
  const lines = textOf(files, 'requirements.txt')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}/);
});
