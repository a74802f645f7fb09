import { canonicalJson, type Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { compare, type Step } from './step.ts';

/**
 * Where the current weights come from: their receipt, and the parent it names. Runs in pages too.
 * @param modules where the parent is looked for
 */
export function checkOrigin(module: Module, modules: readonly Module[]): Step[] {
  const { artifact, parent } = module.frontMatter;
  if (artifact === undefined) return [];
  const receipt = module.receipts.find((one) => one.artifact.sha256 === artifact.sha256);
  if (receipt !== undefined) {
    return [
      { kind: 'passed', text: `receipts/${receipt.run}.json is of the current weights` },
      ...checkListedFiles(module, receipt),
      ...checkParent(module, receipt, modules),
    ];
  }
  if (parent === undefined) {
    return [{ kind: 'skipped', text: 'no receipt says how the weights were made' }];
  }
  return [
    compare({
      text: 'a receipt is of the current weights',
      file: `modules/${module.id}/module.md`,
      pointer: '/artifact/sha256',
      expected: `a receipt of the weights ${artifact.sha256}, as there is a parent`,
      found: module.receipts.map((one) => one.artifact.sha256).join(', ') || 'no receipt',
    }),
  ];
}

function checkListedFiles({ id, artifact }: Module, receipt: Receipt): Step[] {
  if (artifact === null) return [];
  return [
    compare({
      text: `receipts/${receipt.run}.json lists the files of artifact/artifact.json`,
      file: `modules/${id}/receipts/${receipt.run}.json`,
      pointer: '/artifact/files',
      expected: canonicalJson(artifact.files),
      found: canonicalJson(receipt.artifact.files),
    }),
  ];
}

function checkParent(module: Module, receipt: Receipt, modules: readonly Module[]): Step[] {
  const { parent } = module.frontMatter;
  if (parent === undefined) return [];
  const name = `receipts/${receipt.run}.json`;
  const file = `modules/${module.id}/${name}`;
  const named = `${receipt.parent.id}@${receipt.parent.version}`;
  const text = `${name} names the parent that module.md names`;
  const expected = `${parent.id}@${parent.version}`;
  const step = compare({ text, file, pointer: '/parent', expected, found: named });
  return [step, ...checkParentWeights(file, receipt, modules)];
}

function checkParentWeights(file: string, receipt: Receipt, modules: readonly Module[]): Step[] {
  const { id, version, artifactSha256 } = receipt.parent;
  if (artifactSha256 === undefined) return [];
  const parent = modules.find((one) => one.id === id);
  if (parent?.frontMatter.version !== version) {
    return [
      { kind: 'skipped', text: `${id}@${version} is no longer here: its weights are not compared` },
    ];
  }
  return [
    compare({
      text: `it started from the weights of ${id}@${version}`,
      file,
      pointer: '/parent/artifactSha256',
      expected: parent.frontMatter.artifact?.sha256 ?? 'no weights',
      found: artifactSha256,
    }),
  ];
}
