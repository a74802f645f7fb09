import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyRecords } from '@orangery/runner/provenance';
import type { Access, Problem } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { caseTwins } from '../pull-request/case-twins.ts';
import { unsafePath } from '../pull-request/unsafe-path.ts';

/** A module whose form is good already, and whose signatures count. */
export interface CheckedModule {
  readonly module: Module;
  readonly access: () => Promise<Access>;
}

/** What a contributed module must be besides valid. */
export interface ModuleCheck {
  /** A statement that holds when there are no problems. */
  readonly name: string;
  readonly find: (checked: CheckedModule) => Promise<readonly Problem[]>;
}

/** What a pull request asks of every module, in this order; `orangery test` asks the same. */
export const moduleChecks: readonly ModuleCheck[] = [
  { name: 'has files that can be reviewed', find: fileProblems },
  { name: 'has receipts and reports that hold', find: recordProblems },
];

async function fileProblems({ module }: CheckedModule): Promise<readonly Problem[]> {
  const paths = module.files.map((path) => `modules/${module.id}/${path}`);
  const twins = caseTwins(paths);
  const problems = paths.flatMap((path) => {
    const why = unsafePath(path);
    return why === null
      ? []
      : [problem(path, 'a path that people and file systems read alike', why)];
  });
  if (twins !== null)
    problems.push(problem(twins[0], 'names that differ in more than case', twins[1]));
  for (const path of module.files) {
    const { mode } = await lstat(join(module.folder, path));
    if ((mode & 0o111) === 0) continue;
    const hint = `Take the right to run it away: chmod -x modules/${module.id}/${path}`;
    const found = 'a program that can be run';
    problems.push({
      ...problem(`modules/${module.id}/${path}`, 'a file that is read', found),
      hint,
    });
  }
  return problems;
}

function problem(file: string, expected: string, found: string): Problem {
  return { file, pointer: '', expected, found };
}

/** Hashes and signatures; whose signature counts, the base says. */
async function recordProblems({ module, access }: CheckedModule): Promise<readonly Problem[]> {
  if (module.receipts.length + module.reports.length === 0) return [];
  const found = await verifyRecords(module, await access());
  if (found.kind === 'verified') return [];
  const own = `modules/${module.id}`;
  return found.problems.map((one) => {
    const isWhole = one.file === own || one.file.startsWith(`${own}/`);
    return isWhole ? one : { ...one, file: `${own}/${one.file}` };
  });
}
