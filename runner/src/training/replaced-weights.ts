import { Failure, type ModuleFrontMatter, type Receipt } from '@orangery/schemas';
import { patchModuleFile, type Module } from '@orangery/schemas/files';
import { childCard, childFrontMatter } from './child-module.ts';

/** What a module is about, as far as a training decides it. */
export type Meaning = Pick<Receipt, 'request' | 'dataset'>;

/**
 * Refuses new weights that would answer another question than the module's own do.
 * @throws Failure USAGE
 */
export function checkSameMeaning(folder: string, existing: Module, asked: Meaning): void {
  const before = existing.receipts[0];
  if (before === undefined) return;
  const [expected, found] = [targetOf(before), targetOf(asked)];
  if (expected !== found) {
    throw refused(folder, `expected ${shownTarget(expected)} to predict`, shownTarget(found));
  }
  const [known, classes] = [classesOf(before), classesOf(asked)];
  if (known.length === 0 || classes.length === 0) return;
  if (classes.some((name) => known.includes(name))) return;
  throw refused(folder, `expected classes such as ${listed(known)}`, listed(classes));
}

/** The text of a `module.md` whose weights are others now. What a person wrote stays as it is. */
export function retrainedText(
  text: string,
  { existing, parent, receipt }: { existing: Module; parent: Module; receipt: Receipt },
  trained: Pick<ModuleFrontMatter, 'artifact' | 'metrics'>,
): string {
  const patched = patchModuleFile(text, {
    ...trained,
    ...describedAnew(existing, parent, receipt),
    ...(hasOtherWeights(existing, trained) && nextVersion(existing.frontMatter, receipt)),
  }).trimEnd();
  const generated = existing.receipts
    .map(childCard)
    .find((card) => patched.endsWith(`\n---\n\n${card}`));
  if (generated === undefined) return `${patched}\n`;
  return `${patched.slice(0, -generated.length)}${childCard(receipt)}\n`;
}

/** A module's first weights are those of the version that it was written for. */
function hasOtherWeights(
  { frontMatter }: Module,
  { artifact }: Pick<ModuleFrontMatter, 'artifact'>,
): boolean {
  return frontMatter.artifact !== undefined && frontMatter.artifact.sha256 !== artifact?.sha256;
}

/** Fields that still say what an earlier training wrote into them. */
function describedAnew(
  { frontMatter, receipts }: Module,
  parent: Module,
  receipt: Receipt,
): Partial<ModuleFrontMatter> {
  const written = receipts.map((earlier) => childFrontMatter(parent, earlier));
  const { summary, dataset } = childFrontMatter(parent, receipt);
  const isWritten = (name: 'summary' | 'dataset'): boolean =>
    written.some((it) => JSON.stringify(it[name]) === JSON.stringify(frontMatter[name]));
  return {
    ...(isWritten('summary') && { summary }),
    ...(dataset !== undefined && isWritten('dataset') && { dataset }),
  };
}

function nextVersion(
  { version, changelog = [], dates }: ModuleFrontMatter,
  { run, observed }: Receipt,
): Partial<ModuleFrontMatter> {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  const next = `${major}.${minor}.${Number(patch) + 1}`;
  const date = observed.finishedAt.slice(0, 10);
  return {
    version: next,
    ...(dates && { dates: { ...dates, updated: date } }),
    changelog: [{ version: next, date, changes: `Retrained in ${run}.` }, ...changelog],
  };
}

function targetOf({ dataset, request }: Meaning): string | undefined {
  return dataset.target ?? request.target;
}

function shownTarget(target: string | undefined): string {
  return target === undefined ? 'no column' : `the column ${target}`;
}

function classesOf({ dataset }: Meaning): string[] {
  return (dataset.classes ?? []).map(({ name }) => name);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}

function refused(folder: string, expected: string, found: string): Failure {
  return new Failure('USAGE', `${folder} holds a trained module: ${expected}, found ${found}`, {
    hint: 'Choose another --out: other weights of a module answer the same question.',
  });
}
