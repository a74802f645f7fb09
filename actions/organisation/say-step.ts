import type { AccessStep } from './access-plan.ts';
import { codeownersPath } from './codeowners.ts';

/** A step in words: where, what, and what is wanted there. */
export interface SaidStep {
  readonly sign: '+' | '~' | '-';
  readonly place: string;
  readonly change: string;
}

/** Names of people, teams and rules come from settings: whoever shows them as Markdown escapes them. */
export function sayStep(step: AccessStep): SaidStep {
  switch (step.kind) {
    case 'set-settings': {
      const { workflowPermissions, mayApprovePullRequests, forkApproval } = step.settings;
      const approve = mayApprovePullRequests ? 'may' : 'may not';
      const change = `jobs: token ${workflowPermissions}, ${approve} approve; approval of ${forkApproval}`;
      return { sign: '~', place: 'organisation', change };
    }
    case 'set-runner-group': {
      const { name, repositories } = step.group;
      const change = `machines of group ${name} only for ${repositories.join(', ')}`;
      return { sign: '~', place: 'organisation', change };
    }
    case 'create-team':
      return { sign: '+', place: `team ${step.team}`, change: 'make it' };
    case 'set-environment': {
      const { name, branches } = step.environment;
      const change = `environment ${name} only for ${branches?.join(', ') ?? 'every branch'}`;
      return { sign: '~', place: step.repository, change };
    }
    case 'set-ruleset':
      return { sign: '~', place: step.repository, change: `rules "${step.ruleset.name}"` };
    case 'set-permission': {
      const { team, permission, before, repository } = step;
      const sign = permission === 'none' ? '-' : before === 'none' ? '+' : '~';
      return { sign, place: `team ${team}`, change: `${before} → ${permission} in ${repository}` };
    }
    case 'add-member':
    case 'remove-member': {
      const isAdded = step.kind === 'add-member';
      const change = `${isAdded ? 'add' : 'remove'} ${step.login} (${step.id})`;
      return { sign: isAdded ? '+' : '-', place: `team ${step.team}`, change };
    }
    case 'propose-codeowners':
      return { sign: '~', place: codeownersPath, change: 'propose it by a pull request' };
  }
}
