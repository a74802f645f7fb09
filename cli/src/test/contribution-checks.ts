import { basename, dirname, join } from 'node:path';
import { moduleChecks } from '@orangery/actions/validation';
import type { ContractCheck } from '@orangery/runner';
import { Failure, formatProblem, type Access, type Problem } from '@orangery/schemas';
import { findRoot, readRecord, type Module } from '@orangery/schemas/files';
import { readCheckedModules } from '../read-checked-modules.ts';
import type { Context } from '../verb.ts';
import { buildPages } from './build-pages.ts';

export interface ContributionOrder {
  /** Of the module as it would be contributed. */
  readonly folder: string;
  readonly context: Context;
  /** Whether the catalogue is built too, which takes a minute. */
  readonly withPages: boolean;
  /** Told of each check as it is made. */
  readonly seen: (check: ContractCheck) => void;
}

const form = 'is valid beside the others';
const pages = 'has pages in the catalogue';

/**
 * What a pull request asks of a module of the marketplace before its golden test: its form beside the other
 * modules, then the list that both share. Of a module elsewhere, such as a training's result, nothing.
 */
export async function checkContribution(order: ContributionOrder): Promise<ContractCheck[]> {
  const { folder, context, withPages, seen } = order;
  const root = await findRoot(context.cwd);
  const checks: ContractCheck[] = [];
  const add = (name: string, outcome: ContractCheck['outcome'], detail: string): void => {
    checks.push({ name, outcome, detail });
    seen(checks.at(-1)!);
  };
  if (dirname(folder) !== join(root, 'modules')) return [];
  const { modules, problems } = await readCheckedModules(root);
  const own = problems.filter(({ file }) => isOf(file, basename(folder)));
  add(form, ...told(own));
  const module = modules.find(({ id }) => id === basename(folder));
  if (module === undefined) return checks;
  for (const { name, find } of moduleChecks) add(name, ...(await ask(root, module, find)));
  add(pages, ...(await (withPages ? build(root, context) : unbuilt)));
  return checks;
}

type Told = readonly [outcome: ContractCheck['outcome'], detail: string];

async function ask(
  root: string,
  module: Module,
  find: (typeof moduleChecks)[number]['find'],
): Promise<Told> {
  const access = async (): Promise<Access> =>
    readRecord('access', join(root, '.github', 'access.yml'), '.github/access.yml');
  try {
    return told(await find({ module, access }));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'FILE_MISSING') throw error;
    return ['skipped', error.message];
  }
}

const unbuilt: Told = ['skipped', 'say --pages to build the catalogue, as a pull request does'];

async function build(root: string, context: Context): Promise<Told> {
  try {
    return ['passed', `in ${await buildPages(root, context)}`];
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error;
    return ['failed', error.message];
  }
}

function told(problems: readonly Problem[]): Told {
  return problems.length === 0
    ? ['passed', '']
    : ['failed', problems.map(formatProblem).join('\n  ')];
}

function isOf(file: string, id: string): boolean {
  return file === `modules/${id}` || file.startsWith(`modules/${id}/`);
}
