import { emit } from './emit.ts';
import { branchSha } from './find.ts';
import type { Repository } from './repository.ts';
import { workflowsAt } from './routes/dispatches.ts';
import type { State } from './state.ts';

/** Lets a time of `schedule` come, or that of one workflow by its file name. */
export function emitSchedule(state: State, repository: Repository, cronOrWorkflow: string): void {
  const owner = [...state.organisation.members].find(([, role]) => role === 'admin');
  const principal = {
    kind: 'person',
    account: owner?.[0] ?? state.organisation.account.id,
  } as const;
  const isFile = /\.ya?ml$/.test(cronOrWorkflow);
  const schedule = isFile ? cronOf(repository, cronOrWorkflow) : cronOrWorkflow;
  emit(
    state,
    { principal, repository },
    { name: 'schedule', payload: { schedule }, ...(isFile && { workflow: cronOrWorkflow }) },
  );
}

function cronOf(repository: Repository, file: string): string {
  const sha = branchSha(repository, repository.defaultBranch);
  const known = sha === null ? [] : workflowsAt(repository, sha);
  const text = known.find((workflow) => workflow.file === file)?.text ?? '';
  const cron = /cron:\s*['"]?([^'"\n#]+)/.exec(text)?.[1]?.trim();
  if (cron === undefined) throw new TypeError(`${file} has no schedule on the default branch`);
  return cron;
}
