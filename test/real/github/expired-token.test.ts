import { expect, it } from 'vitest';
import { queueDispatched } from '../../helpers/github/bundle-sequences/hub-runs.ts';
import { moduleText } from '../../helpers/github/model/garden.ts';
import type { BundleOutcome } from '../../helpers/github/run-bundle.ts';
import {
  commandToken,
  runCommand,
  smallGarden,
  type SmallGarden,
} from '../../helpers/github/small-garden.ts';

const orangery = { owner: 'garden', repo: 'orangery' };
const atOnce = 3;

interface Order {
  readonly text: string;
  /** What the answer says in the end; a merge that was done already is not done again. */
  readonly good: RegExp;
  /** Where it is written. */
  readonly place: (garden: SmallGarden) => Promise<number>;
}

const orders: Readonly<Record<string, Order>> = {
  'a training': {
    text: '/retrain leaf-classifier --dataset doi:10.5281/zenodo.17 --visibility public --child oak',
    good: /is in the queue/,
    place: ({ openIssue }) => openIssue('ada', 'A question'),
  },
  'a merge': {
    text: '/merge',
    good: /Merged|is closed/,
    place: ({ contribute }) => {
      const text = moduleText('Better', { id: 1003, login: 'mo', type: 'User' });
      return contribute('mo', { 'modules/leaf-classifier/module.md': text });
    },
  },
};

interface Ended {
  /** With the token that expires. */
  readonly first: BundleOutcome;
  /** Again, with a good one; the same where it did not expire. */
  readonly again: BundleOutcome;
  /** How things stand in the end. */
  readonly stand: Readonly<Record<string, unknown>>;
  /** The answers in the one comment, as people read them. */
  readonly answers: readonly string[];
  /** Requests of the first. */
  readonly requests: number;
}

/** Has an order handled by the bundle, with a token that is good for so many requests, and then again. */
async function handle({ text, place }: Omit<Order, 'good'>, requests?: number): Promise<Ended> {
  const garden = await smallGarden();
  const { hub } = garden;
  queueDispatched(hub);
  const issue_number = await place(garden);
  const who = text === '/merge' ? 'mo' : 'ada';
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  await hub.as(who).request(route, { ...orangery, issue_number, body: text });
  const event = hub.events.findLast(({ name }) => name === 'issue_comment')!;
  const token = await commandToken(hub);
  if (requests !== undefined) hub.expireToken(token, requests);
  const before = hub.exchanges.length;
  const first = await runCommand(hub, event, token);
  const sent = hub.exchanges.length - before;
  const again = requests === undefined ? first : await runCommand(hub, event);
  expect(hub.problems).toEqual([]);
  const { answers, ...stand } = await standOf(garden, issue_number);
  return { first, again, requests: sent, stand, answers };
}

/** What is there, without times and numbers that differ from run to run. */
async function standOf({ hub }: SmallGarden, issue_number: number) {
  const root = hub.as('root');
  const { data: comments } = await root.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { ...orangery, issue_number },
  );
  const { data: pulls } = await root.request('GET /repos/{owner}/{repo}/pulls', {
    ...{ ...orangery, state: 'all' },
  });
  const ours = comments.filter(({ body = '' }) => body.startsWith('<!-- orangery:'));
  const records = hub.state.repositories.get(3001)!.references.get('refs/heads/records')!;
  const lines = (await hub.forge.readFiles('garden/orangery', records))
    .flatMap(({ content }) => content.toString().trim().split('\n'))
    .map((line) => Object(JSON.parse(line)))
    .map(({ schema, kind, state }) => [schema, kind, state].filter(Boolean).join(' '));
  return {
    answers: ours.map(({ body = '' }) => body.replaceAll('\\', '')),
    pulls: pulls.map(({ title, state, merged_at }) => [title, state, merged_at !== null]),
    sent: [...hub.state.runs.values()].filter(({ repository }) => repository === 3002).length,
    // a decision may stand there twice: it was made twice
    records: [...new Set(lines)].sort(),
  };
}

it.each(Object.entries(orders))(
  '%s ends clearly when the token expires in mid-run, whenever that is, and the next run mends it',
  async (_, { good, ...order }) => {
    const whole = await handle(order);
    expect(whole.first.code).toBe(0);
    expect(whole.requests).toBeGreaterThan(15);
    const after = Array.from({ length: whole.requests }, (_, index) => index);
    const work = async (): Promise<void> => {
      for (let at = after.shift(); at !== undefined; at = after.shift()) {
        const { first, again, stand, answers } = await handle(order, at);
        const said = `after ${at} of ${whole.requests} requests:\n${first.log}`;
        // the last one is the reaction, a courtesy; a run may need one more than another
        if (at < whole.requests - 2) expect(first.code, said).toBe(1);
        if (first.code === 1) {
          const error = first.annotations.find(({ level }) => level === 'error');
          expect(error?.message, said).toMatch(/401 Bad credentials[^]*expired or was revoked/);
        }
        expect(again.code, `${said}\n${again.log}`).toBe(0);
        expect(stand, said).toEqual(whole.stand);
        expect(answers, said).toHaveLength(1);
        expect(answers[0], said).toMatch(good);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  },
);
