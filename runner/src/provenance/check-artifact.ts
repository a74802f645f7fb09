import { readFile } from 'node:fs/promises';
import { hashBytes, hashRecord, type Artifact, type HashedFile } from '@orangery/schemas';
import { resolveInside, type Module } from '@orangery/schemas/files';
import { compare, type Step } from './step.ts';

const recordFile = 'artifact/artifact.json';
const getAgain = 'Get the module again from its source, or retrain it.';

/** artifact.json against the front matter, and every file of `artifact/` against artifact.json. */
export async function checkArtifact(module: Module): Promise<Step[]> {
  const { artifact, frontMatter, files, id } = module;
  if (artifact === null) {
    if (frontMatter.artifact === undefined) return [];
    const text = `weights are published at ${frontMatter.artifact.link} and not in the folder`;
    return [{ kind: 'skipped', text }];
  }
  return [
    compare({
      text: `${recordFile} has the hash that module.md names`,
      file: `modules/${id}/${recordFile}`,
      expected: `sha256 ${frontMatter.artifact?.sha256 ?? 'in the front matter'}`,
      found: `sha256 ${hashRecord(artifact)}`,
      hint: getAgain,
    }),
    sizeStep(module, artifact),
    ...(await Promise.all(artifact.files.map((file) => checkFile(module, file)))),
    ...extraFiles(files, artifact).map((path) => extraStep(id, path)),
  ];
}

function sizeStep({ id, frontMatter }: Module, artifact: Artifact): Step {
  return compare({
    text: 'the files have the size that module.md names',
    file: `modules/${id}/module.md`,
    pointer: '/artifact/bytes',
    expected: `${artifact.files.reduce((sum, file) => sum + file.bytes, 0)} bytes`,
    found: `${frontMatter.artifact?.bytes ?? 0} bytes`,
  });
}

async function checkFile({ id, folder, files }: Module, listed: HashedFile): Promise<Step> {
  const path = `artifact/${listed.path}`;
  const at = { text: `${path} is what ${recordFile} says`, file: `modules/${id}/${path}` };
  const expected = `${listed.bytes} bytes, sha256 ${listed.sha256}`;
  if (!files.includes(path)) return compare({ ...at, expected, found: 'nothing', hint: getAgain });
  const bytes = await readFile(resolveInside(folder, path));
  const found = `${bytes.length} bytes, sha256 ${hashBytes(bytes)}`;
  return compare({ ...at, expected, found, hint: getAgain });
}

function extraFiles(files: readonly string[], artifact: Artifact): string[] {
  const listed = new Set([recordFile, ...artifact.files.map((file) => `artifact/${file.path}`)]);
  return files.filter((path) => path.startsWith('artifact/') && !listed.has(path));
}

function extraStep(id: string, path: string): Step {
  return compare({
    text: `${path} is listed in ${recordFile}`,
    file: `modules/${id}/${path}`,
    expected: `only files that ${recordFile} lists`,
    found: 'a file it does not list',
    hint: 'Remove the file.',
  });
}
