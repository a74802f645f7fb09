import type { AccessStep } from '../../../../actions/organisation/access-plan.ts';
import type {
  ActualAccess,
  ActualRepository,
} from '../../../../actions/organisation/actual-access.ts';

/** What GitHub is after a step, where everybody who is asked accepts and every proposal is merged. */
export function applyToModel(actual: ActualAccess, step: AccessStep): ActualAccess {
  switch (step.kind) {
    case 'set-settings':
      return { ...actual, settings: step.settings };
    case 'set-runner-group': {
      const group = { ...step.group, isSelected: true, allowsPublicRepositories: false };
      return { ...actual, runnerGroup: group };
    }
    case 'create-team':
      return { ...actual, teams: { ...actual.teams, [step.team]: [] } };
    case 'set-environment':
      return inRepository(actual, step.repository, (repository) => ({
        ...repository,
        environments: withNamed(repository.environments, step.environment),
      }));
    case 'set-ruleset':
      return inRepository(actual, step.repository, (repository) => ({
        ...repository,
        rulesets: withNamed(repository.rulesets, step.ruleset),
      }));
    case 'set-permission':
      return inRepository(actual, step.repository, (repository) => {
        const { [step.team]: _, ...others } = repository.permissions;
        const own = step.permission === 'none' ? {} : { [step.team]: step.permission };
        return { ...repository, permissions: { ...others, ...own } };
      });
    case 'add-member': {
      const member = { id: step.id, login: step.login, type: 'User' } as const;
      const team = actual.teams[step.team];
      if (team === undefined) throw new Error(`there is no team ${step.team}`);
      return { ...actual, teams: { ...actual.teams, [step.team]: [...team, member] } };
    }
    case 'remove-member': {
      const left = actual.teams[step.team]!.filter(({ id }) => id !== step.id);
      return { ...actual, teams: { ...actual.teams, [step.team]: left } };
    }
    case 'propose-codeowners':
      return { ...actual, codeowners: step.text };
  }
}

function inRepository(
  actual: ActualAccess,
  name: string,
  change: (repository: ActualRepository) => ActualRepository,
): ActualAccess {
  const repository = actual.repositories[name]!;
  return { ...actual, repositories: { ...actual.repositories, [name]: change(repository) } };
}

function withNamed<Value extends { readonly name: string }>(
  values: readonly Value[],
  value: Value,
): readonly Value[] {
  return [...values.filter(({ name }) => name !== value.name), value];
}
