import { accessPath } from '../../access/read-access.ts';
import { Answer } from '../../github/requests/answer.ts';
import type { AccessPlan, MemberStep } from '../../organisation/access-plan.ts';
import { applyPlan } from '../../organisation/apply-plan.ts';
import { makePlan } from '../../organisation/make-plan.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { proposeCodeowners } from '../../organisation/propose-codeowners.ts';
import { revokePeople } from '../../organisation/revoke-people.ts';
import { planMarkdown, planText } from '../../organisation/say-plan.ts';
import type { AccessPlace } from '../../organisation/wanted-access.ts';
import type { Control } from '../../orders/control.ts';
import type { GitHubEvent } from '../../orders/hear-event.ts';
import { reportDrift } from './report-drift.ts';

export type Mode = 'plan' | 'apply' | 'drift';

export interface SyncWorld {
  readonly control: Control;
  readonly organisation: Organisation;
  readonly place: AccessPlace;
  readonly event: GitHubEvent;
}

/**
 * Compares the organisation with `.github/access.yml` of `main`; changes it only when told to apply.
 * @returns what was found or done, in Markdown
 * @throws Failure GITHUB_FAILED; ACCESS_REFUSED when a guard refuses the plan
 */
export async function syncAccess(mode: Mode, world: SyncWorld): Promise<string> {
  const { control, organisation, place, event } = world;
  const { catalogue, log } = control;
  if (mode === 'apply' && !(await touchesAccess(world))) {
    return `This push does not touch \`${accessPath}\`.`;
  }
  const hand = { bot: control.bot, person: personOf(event) };
  const plan = await makePlan({ organisation, catalogue, place, hand });
  log(planText(plan));
  const shown = planMarkdown(plan);
  if (mode === 'drift') return `${shown}\n\n${await reportDrift(control, plan)}`;
  if (mode === 'plan') return shown;
  const propose = (text: string): Promise<void> => proposeCodeowners(catalogue, text);
  await applyPlan(plan, { organisation, propose, log });
  const revoked = await revokePeople(control, removedBy(plan));
  for (const line of revoked) log(line);
  return [shown, ...revoked.map((line) => `- ${line}`)].join('\n');
}

/** A push that leaves the rules alone changes nothing: what differs otherwise is told once a week. */
async function touchesAccess({ control, event }: SyncWorld): Promise<boolean> {
  if (event.name !== 'push') return true;
  const { catalogue } = control;
  const payload = new Answer(event.payload, 'event push');
  const before = payload.field('before').text();
  // the first push of a branch follows nothing
  if (/^0+$/.test(before)) return true;
  const read = (commit: string) => catalogue.readText(accessPath, commit);
  return (await read(before)) !== (await read(payload.field('after').text()));
}

function personOf({ payload, name }: GitHubEvent): { id: number; login: string } | null {
  if (name === 'schedule') return null;
  return new Answer(payload, `event ${name}`).field('sender').orNull((sender) => ({
    id: sender.field('id').number(),
    login: sender.field('login').text(),
  }));
}

function removedBy({ steps }: AccessPlan): readonly MemberStep[] {
  return steps.flatMap((step) => (step.kind === 'remove-member' ? [step] : []));
}
