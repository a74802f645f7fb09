import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRecord, Failure, formatProblem, moduleReferences } from '@orangery/schemas';
import { listModuleFolders, parseYaml, patchYamlText, readModules } from '@orangery/schemas/files';
import { sampleDeployments, sampleModules } from './samples.ts';

const configFile = 'orangery.config.yml';
const readmeFile = 'modules/README.md';
/** What `orangery.config.yml` says when it comes. */
const ours = {
  title: 'Orangery',
  description: 'A marketplace for machine-learning modules that lives in one Git repository.',
};

/** What an adopter says of their marketplace; what is left out stays. */
export interface WantedMarketplace {
  readonly title?: string;
  readonly description?: string;
  readonly site?: string;
  readonly base?: string;
  readonly catalogue?: string;
  readonly runner?: string;
  readonly upstream?: string;
  /** Samples that stay. */
  readonly keep?: readonly string[];
}

/** What has to be done until a marketplace is empty, and says whose it is. */
export interface EmptyPlan {
  /** Folders and files that go, from the root. */
  readonly removed: readonly string[];
  /** Files that get another text, from the root. */
  readonly written: Readonly<Record<string, string>>;
  /** Whether somebody has to say a title. */
  readonly needsTitle: boolean;
}

/**
 * Compares a marketplace with an empty one.
 * @throws Failure USAGE naming modules and deployments that are not samples, FILE_INVALID
 */
export async function planEmpty(root: string, wanted: WantedMarketplace): Promise<EmptyPlan> {
  const { keep = [] } = wanted;
  const ids = (await listModuleFolders(root)).ids;
  await checkKept(root, keep);
  const goes = (id: string): boolean => sampleModules.includes(id) && !keep.includes(id);
  const samples = ids.filter(goes).map((id) => `modules/${id}`);
  const deployments = await readdir(join(root, 'deployments')).catch(() => []);
  const sampled = deployments.filter((name) => {
    const runs = sampleDeployments[name];
    return runs !== undefined && !keep.includes(runs);
  });
  const removed = [...samples, ...sampled.map((name) => `deployments/${name}`)];
  if (samples.length > 0) {
    refuseOwn(
      ids.filter((id) => !sampleModules.includes(id)).map((id) => `modules/${id}`),
      deployments
        .filter((name) => name.endsWith('.yml') && !(name in sampleDeployments))
        .map((name) => `deployments/${name}`),
    );
  }
  const config = await planConfig(root, wanted);
  return {
    removed,
    written: { ...config.written, ...(await planReadme(root, keep)) },
    needsTitle: config.needsTitle,
  };
}

/** A module of the adopter's may have been made from a sample, and a deployment may run one. */
function refuseOwn(modules: readonly string[], deployments: readonly string[]): void {
  const own = [...modules, ...deployments];
  if (own.length === 0) return;
  throw new Failure('USAGE', `Expected nothing but our samples, found: ${own.join(', ')}`, {
    hint: 'init --empty is for the beginning. Take single samples away by hand: git rm -r modules/<sample>',
  });
}

/** What stays must not need what goes. */
async function checkKept(root: string, keep: readonly string[]): Promise<void> {
  const unknown = keep.filter((id) => !sampleModules.includes(id));
  if (unknown.length > 0) {
    throw new Failure('USAGE', `--keep: expected samples, found ${unknown.join(', ')}`, {
      hint: `Samples are: ${sampleModules.join(', ')}.`,
    });
  }
  if (keep.length === 0) return;
  const { modules } = await readModules(root);
  const kept = modules.filter(({ id }) => keep.includes(id));
  for (const { id, frontMatter } of kept) {
    const missing = moduleReferences(frontMatter).filter((one) => !keep.includes(one.id));
    if (missing.length === 0) continue;
    const names = missing.map((one) => one.id).join(', ');
    throw new Failure(
      'USAGE',
      `--keep ${id}: expected what it names too, found ${names} left out`,
      {
        hint: `Keep these too: --keep ${[...new Set([...keep, ...missing.map((one) => one.id)])].join(' ')}`,
      },
    );
  }
}

async function planConfig(
  root: string,
  wanted: WantedMarketplace,
): Promise<Pick<EmptyPlan, 'written' | 'needsTitle'>> {
  const text = await readFile(join(root, configFile), 'utf8');
  const record = checkRecord('configuration', parseYaml(text, configFile).value);
  if (record.kind === 'invalid') throw invalidConfig(record.problems);
  const { title, description, repositories } = record.value;
  const { catalogue = repositories?.catalogue, runner = repositories?.runner } = wanted;
  const isOurs = description === ours.description;
  const said: Readonly<Record<string, string | object | undefined>> = {
    title: wanted.title ?? title,
    description: wanted.description ?? (isOurs ? undefined : description),
    site: wanted.site ?? record.value.site,
    base: wanted.base ?? record.value.base,
    upstream: wanted.upstream ?? record.value.upstream,
    repositories:
      catalogue === undefined && runner === undefined
        ? undefined
        : { ...(catalogue && { catalogue }), ...(runner && { runner }) },
  };
  const before = new Map<string, unknown>(Object.entries(record.value));
  const changes = Object.entries(said)
    .filter(([name, value]) => JSON.stringify(before.get(name)) !== JSON.stringify(value))
    .map(([name, value]) => ({ path: [name], value }));
  const changed = patchYamlText(text, changes, configFile);
  const checked = checkRecord('configuration', parseYaml(changed, configFile).value);
  if (checked.kind === 'invalid') throw invalidConfig(checked.problems);
  return {
    written: changes.length === 0 ? {} : { [configFile]: changed },
    needsTitle: wanted.title === undefined && title === ours.title,
  };
}

function invalidConfig(found: readonly { pointer: string; expected: string; found: string }[]) {
  const problems = found.map((problem) => ({ ...problem, file: configFile }));
  return new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

/** Its list of samples goes with them. */
async function planReadme(root: string, keep: readonly string[]): Promise<EmptyPlan['written']> {
  const text = await readFile(join(root, readmeFile), 'utf8').catch(() => '');
  const list = /^## What is here\n[^]*?(?=^## )/m.exec(text)?.[0];
  if (list === undefined) return {};
  const rows = list
    .split('\n')
    .filter((line) => !/^\| \[/.test(line) || keep.some((id) => line.startsWith(`| [${id}](`)));
  const written = text.replace(list, keep.length === 0 ? '' : rows.join('\n'));
  return written === text ? {} : { [readmeFile]: written };
}
