import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  containerGarden,
  type ContainerGarden,
} from '../../helpers/containers/container-garden.ts';
import { containerModuleText } from '../../helpers/containers/module-text.ts';
import { pythonBase } from '../../helpers/containers/python-base.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { root } from '../../helpers/orangery.ts';

const engine = await findEngine();
const shared = join(root, 'runner/templates/container/shared');
const template = join(root, 'runner/templates/container/text-classification');
const ofModule = 'org.orangery.module=words';
const ours = ['ps', '--all', '--quiet', '--filter', `label=${ofModule}`];
const networks = ['network', 'ls', '--quiet', '--filter', `label=${ofModule}`];

const train = {
  datasetArgument: 'table',
  format: 'CSV with the columns text and label',
  outputPath: '/srv/model',
  metricsPath: '/srv/model/metrics.json',
};

/** What goes wrong with other people's containers, and what a person is told. */
describe.skipIf(engine === undefined)('a container module', () => {
  let garden: ContainerGarden;

  beforeAll(async () => {
    garden = await containerGarden({ ORANGERY_CONTAINER_BASE_IMAGE: await pythonBase() });
    await garden.write('text.txt', 'Das Wetter ist schön');
    await garden.write('table.csv', await readFile(join(template, 'sample/sentences.csv'), 'utf8'));
  });
  afterAll(async () => garden.remove());

  /** The template as a module, with its code changed. */
  const write = async (
    change: (code: string) => string = (code) => code,
    fields: Parameters<typeof containerModuleText>[0] = { container: { train } },
  ): Promise<void> => {
    for (const file of ['server.py', 'Dockerfile']) {
      await garden.write(`modules/words/${file}`, await readFile(join(shared, file), 'utf8'));
    }
    const weights = 'weights/weights.json';
    await garden.write(`modules/words/${weights}`, await readFile(join(template, weights), 'utf8'));
    const code = await readFile(join(template, 'model.py'), 'utf8');
    await garden.write('modules/words/model.py', change(code));
    await garden.write('modules/words/module.md', containerModuleText(fields));
  };
  const predict = async () => garden.orangery('predict', 'words', '--input', 'text.txt');
  const retrain = async (...more: readonly string[]) =>
    garden.orangery('train', 'words', '--dataset', 'table.csv', ...more);
  const nothingLeft = async (): Promise<void> => {
    expect(await docker(ours)).toBe('');
    expect(await docker(networks)).toBe('');
  };

  it('without its image says which cannot be fetched', async () => {
    await write(undefined, { container: { image: 'localhost:1/nobody/leaves:1' } });
    const { code, stderr } = await predict();
    expect(code).toBe(1);
    expect(stderr).toContain('words: the image localhost:1/nobody/leaves:1 cannot be fetched');
    await nothingLeft();
  });

  it('whose Dockerfile does not build tells its last lines', async () => {
    await write();
    await garden.write('modules/words/Dockerfile', 'FROM scratch\nCOPY not-there /\n');
    const { code, stderr } = await predict();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /IMAGE_BUILD_FAILED The Dockerfile of words: docker build failed:\n.*not-there/s,
    );
  });

  it('whose server ends tells what it printed', async () => {
    await write((code) => `raise SystemExit("no weights for me")\n${code}`);
    const { code, stderr } = await predict();
    expect(code).toBe(1);
    expect(stderr).toMatch(/words: its server ended before it answered:\n.*no weights for me/s);
    await nothingLeft();
  });

  it('without the argument for its data is not trained, and says which there are', async () => {
    const other = { ...train, datasetArgument: 'folder' };
    await write(undefined, { container: { train: other } });
    expect((await retrain()).stderr).toContain(
      'words: expected an argument folder of /v2/models/language/train/, found table, length',
    );
    await nothingLeft();
  });

  it('does not take knobs that it does not have, or has otherwise', async () => {
    await write();
    const { code, stderr } = await retrain('--knob', 'length=long', '--knob', 'width=3');
    expect(code).toBe(2);
    expect(stderr).toContain('{"length":["Not a valid integer."],"width":["Unknown field."]}');
    expect(stderr).toContain('It has length (integer).');
  });

  it.each([
    ['raises', 'raise ValueError("no rows in it")', 'ended as error: no rows in it'],
    ['leaves no figures', 'return {}', 'has ended without /srv/model/metrics.json'],
    [
      'leaves words for figures',
      `open(METRICS, "w").write('{"accuracy": "good"}')`,
      'expected names and numbers in /srv/model/metrics.json, found {"accuracy":"good"}',
    ],
  ])('whose training %s gives no module', async (_, line, told) => {
    await write((code) => `${code}\n\ndef train(table, length):\n    ${line}\n`);
    const { code, stderr } = await retrain('--out', 'out/never');
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    await expect(readFile(join(garden.folder, 'out/never/module.md'))).rejects.toThrow();
    await nothingLeft();
  });

  it('that trains on and on is ended by its time, and by Ctrl-C', async () => {
    await write(
      (code) => `import time\n${code}\n\ndef train(table, length):\n    time.sleep(600)\n`,
    );
    const late = await retrain('--hours', '0.001', '--out', 'out/never');
    expect(late.stderr).toContain('the training did not end in 0.001 hours');
    await nothingLeft();
    const args = ['train', 'words', '--dataset', 'table.csv', '--out', 'out/never'];
    const stopped = await garden.interrupted(args, { interruptAt: 'Training on container' });
    expect(stopped.code).not.toBe(0);
    await nothingLeft();
  });

  it('that is not fine-tunable says so', async () => {
    await write(undefined, { container: {} });
    expect((await retrain()).stderr).toContain(
      'words: expected container.train in module.md, which says how its container is retrained, found none',
    );
  });

  it('whose starter was killed is removed by whoever starts one next', async () => {
    await write();
    const labels = [`org.orangery.sandbox=${hostname()} 999999`, ofModule].flatMap((label) => [
      ...['--label', label],
    ]);
    const built = ['image', 'ls', '--quiet', 'orangery/container-words'];
    const [image = ''] = (await docker(built)).split('\n');
    await docker(['run', '--detach', ...labels, image]);
    await docker(['network', 'create', ...labels, 'orangery-test-left']);
    expect((await predict()).code).toBe(0);
    await nothingLeft();
  });
});
