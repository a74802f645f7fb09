import { expect, it } from 'vitest';
import { stageRuns } from '../../../actions/deployments/src/stage-runs.ts';
import { statusOf } from '../../../actions/deployments/src/status-of.ts';
import { line } from './deployment-arbitraries.ts';

const address = 'https://models.example.org/seeds/';

function statusAfter(...changes: Parameters<typeof line>[0][]) {
  return statusOf(stageRuns(changes.map(line))[0]!.runs[0]!);
}

it('says who did it, also after a look at its health', () => {
  expect(statusAfter({ act: 'deploy', actor: 'ada', address }, { address })).toEqual({
    ...{ state: 'success', description: 'deploy by ada', url: address },
  });
});

it('gives no address of what does not answer', () => {
  const failed = statusAfter({
    ...{ address, act: 'deploy' as const, actor: 'mo', health: 'unhealthy' as const },
    message: 'golden.json: expected Rosa, found Kama',
  });
  expect(failed).toEqual({
    ...{ state: 'failure', url: '' },
    description: 'deploy by mo: golden.json: expected Rosa, found Kama',
  });
});

it.each([
  ['@garden/admins', '@\u200bgarden/admins'],
  ['closes #7', 'closes #\u200b7'],
  ['one\n\ntwo\u202e\u0007', 'one two'],
  ['a'.repeat(600), `${'a'.repeat(139)}…`],
])('makes %j harmless', (message, description) => {
  expect(statusAfter({ message }).description).toBe(description);
});
