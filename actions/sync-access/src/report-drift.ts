import { keepComment } from '../../comments/keep-comment.ts';
import type { AccessPlan } from '../../organisation/access-plan.ts';
import { planMarkdown } from '../../organisation/say-plan.ts';
import type { Control } from '../../orders/control.ts';

const label = 'drift';

/**
 * Keeps one open issue while the organisation is not as `access.yml` says, and closes it when it is.
 * @returns what was done, in words
 * @throws Failure GITHUB_FAILED
 */
export async function reportDrift({ catalogue, bot }: Control, plan: AccessPlan): Promise<string> {
  const ours = (await catalogue.listIssues(label)).filter(({ author }) => author.id === bot.id);
  const isDrift = plan.steps.length > 0 || plan.refusals.length > 0;
  if (!isDrift) {
    for (const { number } of ours) await catalogue.closeIssue(number, 'completed');
    return ours.map(({ number }) => `#${number} is closed.`).join('\n');
  }
  const [issue] = ours;
  const { number } = issue ?? (await catalogue.createIssue(newIssue));
  const body = `${planMarkdown(plan)}\n\nApply it with \`orangery access apply\`, or change \`.github/access.yml\`.`;
  await keepComment(catalogue, { issue: number, kind: 'drift', botId: bot.id, body });
  return `#${number} says so.`;
}

const newIssue = {
  title: 'Access is not as access.yml says',
  body: 'The comment below says what differs. It is kept up to date, and this issue is closed once nothing does.',
  labels: [label],
};
