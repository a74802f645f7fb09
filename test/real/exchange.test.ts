import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { portableYaml } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { readModules } from '@orangery/schemas/files';
import { runCommand } from '../../runner/src/command.ts';
import {
  ai4Metadata,
  bioimageioDescription,
  citationFile,
  croissantDataset,
  huggingFaceCard,
  mldcatAp,
  provenance,
  type ExchangedModule,
} from '../../runner/src/exchange/index.ts';
import { findProgram } from '../helpers/find-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { fixtureModules } from '../marketplace/fixture-modules.ts';
import { ai4Files } from '../runner/exchange/ai4/arbitrary-files.ts';
import { madeOf, unpublishedOf } from '../runner/exchange/ai4/made.ts';
import { exchanged, microscopeModule, unpublished } from '../runner/exchange/exchanged.ts';

/** A Python with `ai4-metadata`, `bioimageio.spec`, `huggingface_hub`, `mlcroissant`, and the schema of `cffconvert`. */
const python = findProgram('python with the formats of others', 'ORANGERY_EXCHANGE_PYTHON');

const formats = {
  'README.md': huggingFaceCard,
  'ai4-metadata.yml': ai4Metadata,
  'rdf.yaml': bioimageioDescription,
  'CITATION.cff': citationFile,
  'croissant.json': croissantDataset,
  'mldcat-ap.jsonld': mldcatAp,
  'provenance.jsonld': provenance,
};

const hostile = 'A "title": [with] {all} # of @it, \u202e & \'quotes\', yes: no\n---\n- 1e3';

it.skipIf(python === undefined)(
  'the formats’ own programs take every module',
  { timeout: 300_000 },
  async () => {
    const samples = (await readModules(root)).modules.map((module) => ({
      ...exchanged('leaf-classifier'),
      module,
    }));
    const modules: readonly (readonly [string, ExchangedModule])[] = [
      ...fixtureModules.map(({ id }) => [`fixture/${id}`, exchanged(id)] as const),
      ...samples.map((one) => [`public/${one.module.id}`, one] as const),
      ...samples.map((one) => [`laptop/${one.module.id}`, unpublished(one)] as const),
      ['microscope', microscopeModule()],
      [
        'hostile',
        exchanged('leaf-classifier', { title: hostile, tags: ['1e3', 'no', '2026-01-01'] }),
      ],
    ];
    const files = modules.flatMap(([name, one]) =>
      Object.entries(formats).flatMap(([file, write]) => {
        const text = write(one);
        return text === undefined ? [] : [[`${name}/${file}`, text] as const];
      }),
    );
    const folder = await tempFolder(Object.fromEntries(files));
    const outcomes = new Map((await validate(folder)).map(([path, outcome]) => [path, outcome]));
    expect([...outcomes].filter(([, outcome]) => outcome !== 'ok')).toEqual([]);
    expect([...outcomes.keys()].sort()).toEqual(files.map(([path]) => path).sort());
    expect(outcomes.has('microscope/rdf.yaml')).toBe(true);
  },
);

it.skipIf(python === undefined)(
  'the formats’ own programs refuse what is broken',
  { timeout: 120_000 },
  async () => {
    const one = exchanged('leaf-classifier');
    const data = await sample('seed-classifier');
    const folder = await tempFolder({
      'README.md': huggingFaceCard(one).replace('model-index:', 'model-index: 3 #'),
      'ai4-metadata.yml': ai4Metadata(one).replace('TensorFlow', 'Abacus'),
      'rdf.yaml': bioimageioDescription(microscopeModule())!.replace('space', 'place'),
      'CITATION.cff': citationFile(one).replace('cff-version: 1.2.0', 'cff-version: 9'),
      'mldcat-ap.jsonld': mldcatAp(one).replace('"it6:version"', '"it6:revision"'),
      'provenance.jsonld': provenance(one).replaceAll('"prov:used"', '"prov:saw"'),
      'croissant.json': croissantDataset(unpublished(data))!.replace(
        '"column": "area_mm2"',
        '"row": "1"',
      ),
    });
    const outcomes = await validate(folder);
    expect(outcomes.filter(([, outcome]) => outcome === 'ok')).toEqual([]);
    expect(outcomes).toHaveLength(7);
  },
);

it.skipIf(python === undefined)(
  'AI4’s own program takes what was imported and is exported again',
  { timeout: 120_000 },
  async () => {
    const texts = [
      ...(await realFiles()),
      ...fc.sample(ai4Files, { numRuns: 60, seed: 9 }).map((file) => portableYaml(file)),
    ];
    const files = texts.map((text, index) => [
      `${index}/ai4-metadata.yml`,
      ai4Metadata(unpublishedOf(madeOf(text))),
    ]);
    const outcomes = await validate(await tempFolder(Object.fromEntries(files)));
    expect(outcomes.filter(([, outcome]) => outcome !== 'ok')).toEqual([]);
    expect(outcomes).toHaveLength(files.length);
  },
);

it.skipIf(python === undefined)(
  'mlcroissant reads the records of our samples from the files beside them',
  { timeout: 120_000 },
  async () => {
    const ids = ['leaf-classifier', 'seed-classifier', 'harvest-estimator'];
    const samples = await Promise.all(ids.map(sample));
    const folder = await tempFolder(
      Object.fromEntries(
        samples.map((one) => [
          `${one.module.id}/croissant.json`,
          croissantDataset(unpublished(one))!,
        ]),
      ),
    );
    for (const id of ids) {
      await cp(join(root, 'modules', id, 'sample'), join(folder, id, 'sample'), {
        recursive: true,
      });
    }
    expect(await validate(folder)).toEqual([
      ['harvest-estimator/croissant.json', 'ok', '500 records'],
      ['leaf-classifier/croissant.json', 'ok', '360 records'],
      ['seed-classifier/croissant.json', 'ok', '300 records'],
    ]);
  },
);

const root = join(import.meta.dirname, '../..');

async function sample(id: string): Promise<ExchangedModule> {
  const { modules } = await readModules(root);
  return { ...exchanged('leaf-classifier'), module: modules.find((module) => module.id === id)! };
}

/** Files of AI4OS Hub that can be imported. */
async function realFiles(): Promise<readonly string[]> {
  const data = process.env.ORANGERY_TEST_DATA;
  if (data === undefined) return [];
  const folder = join(data, 'ai4-metadata');
  // of this one a key is there twice
  const names = (await readdir(folder)).filter(
    (name) => basename(name) !== 'seeds-classification.yml',
  );
  return Promise.all(names.map(async (name) => readFile(join(folder, name), 'utf8')));
}

/** What the formats' programs say of each file: `ok`, or what is wrong with it. */
async function validate(folder: string): Promise<[path: string, outcome: string, read?: string][]> {
  const script = join(import.meta.dirname, 'exchange/validate.py');
  const { stdout } = await runCommand(python ?? '', [script, folder], {
    cwd: folder,
    signal: new AbortController().signal,
    timeoutMs: 240_000,
    // what bioimageio.spec keeps for later lies in the folder that goes away
    env: { HOME: folder, PATH: process.env.PATH },
  });
  return stdout.split('\n').map((line) => {
    const [path = '', outcome = '', read] = line.split('\t');
    return read === undefined ? [path, outcome] : [path, outcome, read];
  });
}
