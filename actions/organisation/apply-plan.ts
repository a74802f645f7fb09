import { Failure } from '@orangery/schemas';
import type { AccessPlan, AccessStep } from './access-plan.ts';
import type { Organisation } from './organisation.ts';
import { sayStep } from './say-step.ts';

export interface ApplyWorld {
  readonly organisation: Organisation;
  /** What becomes of the text of CODEOWNERS. */
  readonly propose: (codeowners: string) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Does every step of a plan, in order; what was done before a failure stays done, and the next plan begins there.
 * @throws Failure ACCESS_REFUSED when a guard refuses it, GITHUB_FAILED
 */
export async function applyPlan(plan: AccessPlan, world: ApplyWorld): Promise<void> {
  const { steps, refusals } = plan;
  if (refusals.length > 0) {
    throw new Failure(
      'ACCESS_REFUSED',
      `This plan: expected no refusals, found ${refusals.join('; ')}`,
      {
        hint: 'Correct .github/access.yml, or change the members on GitHub, then try again.',
      },
    );
  }
  for (const step of steps) {
    const { sign, place, change } = sayStep(step);
    await applyStep(step, world);
    world.log(`${sign} ${place}: ${change}`);
  }
}

async function applyStep(step: AccessStep, { organisation, propose }: ApplyWorld): Promise<void> {
  switch (step.kind) {
    case 'set-settings':
      return organisation.setSettings(step.settings);
    case 'set-runner-group':
      return organisation.setRunnerGroup(step.group);
    case 'create-team':
      return organisation.createTeam(step.team);
    case 'set-environment':
      return organisation.setEnvironment(step.repository, step.environment);
    case 'set-ruleset':
      return organisation.setRuleset(step.repository, step.ruleset);
    case 'set-permission':
      return organisation.setTeamPermission(step.repository, step.team, step.permission);
    case 'add-member':
      return organisation.addTeamMember(step.team, step.login);
    case 'remove-member':
      return organisation.removeTeamMember(step.team, step.login);
    case 'propose-codeowners':
      return propose(step.text);
  }
}
