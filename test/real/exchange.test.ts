import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModules } from '@orangery/schemas/files';
import { runCommand } from '../../runner/src/command.ts';
import {
  ai4Metadata,
  bioimageioDescription,
  citationFile,
  huggingFaceCard,
  mldcatAp,
  provenance,
  type ExchangedModule,
} from '../../runner/src/exchange/index.ts';
import { findProgram } from '../helpers/find-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { fixtureModules } from '../marketplace/fixture-modules.ts';
import { exchanged, microscopeModule, unpublished } from '../runner/exchange/exchanged.ts';

/** A Python with `ai4-metadata`, `bioimageio.spec`, `huggingface_hub`, and the schema of `cffconvert`. */
const python = findProgram('python with the formats of others', 'ORANGERY_EXCHANGE_PYTHON');

const formats = {
  'README.md': huggingFaceCard,
  'ai4-metadata.yml': ai4Metadata,
  'rdf.yaml': bioimageioDescription,
  'CITATION.cff': citationFile,
  'mldcat-ap.jsonld': mldcatAp,
  'provenance.jsonld': provenance,
};

const hostile = 'A "title": [with] {all} # of @it, \u202e & \'quotes\', yes: no\n---\n- 1e3';

it.skipIf(python === undefined)(
  'the formats’ own programs take every module',
  { timeout: 300_000 },
  async () => {
    const root = join(import.meta.dirname, '../..');
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
    const outcomes = new Map(await validate(folder));
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
    const folder = await tempFolder({
      'README.md': huggingFaceCard(one).replace('model-index:', 'model-index: 3 #'),
      'ai4-metadata.yml': ai4Metadata(one).replace('TensorFlow', 'Abacus'),
      'rdf.yaml': bioimageioDescription(microscopeModule())!.replace('space', 'place'),
      'CITATION.cff': citationFile(one).replace('cff-version: 1.2.0', 'cff-version: 9'),
      'mldcat-ap.jsonld': mldcatAp(one).replace('"it6:version"', '"it6:revision"'),
      'provenance.jsonld': provenance(one).replaceAll('"prov:used"', '"prov:saw"'),
    });
    const outcomes = await validate(folder);
    expect(outcomes.filter(([, outcome]) => outcome === 'ok')).toEqual([]);
    expect(outcomes).toHaveLength(6);
  },
);

/** What the formats' programs say of each file: `ok`, or what is wrong with it. */
async function validate(folder: string): Promise<[path: string, outcome: string][]> {
  const script = join(import.meta.dirname, 'exchange/validate.py');
  const { stdout } = await runCommand(python ?? '', [script, folder], {
    cwd: folder,
    signal: new AbortController().signal,
    timeoutMs: 240_000,
    // what bioimageio.spec keeps for later lies in the folder that goes away
    env: { HOME: folder, PATH: process.env.PATH },
  });
  return stdout.split('\n').map((line) => {
    const [path = '', outcome = ''] = line.split('\t');
    return [path, outcome];
  });
}
