import { describe, expect, it } from 'vitest';
import { refuseOtherRefs } from '../../../actions/action/refuse-other-refs.ts';
import { reconcileJobs } from '../../../actions/jobs/reconcile-jobs.ts';
import { followCheck } from '../../../actions/orders/follow-check.ts';
import type { GitHubEvent } from '../../../actions/orders/hear-event.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { hostileOrders } from '../../helpers/github/hostile-orders.ts';
import {
  check,
  comment,
  contribute,
  handle,
  moduleText,
  openIssue,
  plantGarden,
  push,
  type Garden,
} from '../../helpers/github/model/garden.ts';
import { renderedMarkdown } from '../../helpers/github/rendered-markdown.ts';

const card = 'modules/leaf-classifier/module.md';
const data = '--dataset https://zenodo.org/records/1/files/a.zip --visibility public';

/** An answer as a person reads it, without the conditions that are met. */
const read = (text = ''): string => {
  const lines = renderedMarkdown(text).text.split('\n');
  return lines.filter((line) => !line.startsWith('✅')).join('\n');
};

/** What would be harm: work sent, something merged, a branch or pull request of ours. */
function harmOf({ catalogue, runner, bot }: Garden): readonly string[] {
  const ours = [...catalogue.pulls.values()].filter(({ author }) => author.id === bot.id);
  return [
    ...runner.dispatches.map(({ workflow }) => `sent ${workflow}`),
    ...catalogue.merges.map(({ number }) => `merged ${number}`),
    ...ours.map(({ number }) => `opened ${number}`),
    ...[...catalogue.branches.keys()].filter((name) => name !== 'main' && name !== 'records'),
    ...('isOwned' in globalThis ? ['ran contributed code'] : []),
  ];
}

/** Handles an event while request number `failing` of all fails; null when there are fewer. */
async function handleWithout(failing: number, ask: (garden: Garden) => GitHubEvent) {
  let count = 0;
  const garden = plantGarden(() => {
    count += 1;
    if (count === failing) throw new Error('GitHub is away');
  });
  const event = ask(garden);
  const handled = await handle(garden, event).catch(() => null);
  return count < failing ? null : { garden, handled, event };
}

describe.each(hostileOrders)('$name', ({ ask, reason }) => {
  it('is refused with its reason', async () => {
    const garden = plantGarden();
    const [handled] = await handle(garden, ask(garden));
    expect(handled?.isDone).toBe(false);
    expect(read(handled?.answer)).toContain(reason);
    expect(harmOf(garden)).toEqual([]);
  });

  it('is not allowed by a GitHub that fails', async () => {
    let failing = 1;
    for (let one = await handleWithout(1, ask); one !== null; failing += 1) {
      expect([failing, harmOf(one.garden)]).toEqual([failing, []]);
      expect(one.handled?.some(({ isDone }) => isDone) ?? false).toBe(false);
      one = await handleWithout(failing + 1, ask);
    }
    expect(failing).toBeGreaterThan(3);
  });
});

it('work that GitHub cut off is done once when it is asked for again', async () => {
  const ask = (garden: Garden): GitHubEvent => {
    const { number } = openIssue(garden, garden.people.ada, 'A question');
    return comment(garden, number, garden.people.ada, `/retrain leaf-classifier ${data}`);
  };
  let failing = 1;
  for (let one = await handleWithout(1, ask); one !== null; failing += 1) {
    const { garden, event } = one;
    expect(garden.runner.dispatches.length).toBeLessThan(2);
    const [again] = await handle(garden, event);
    const { log } = await readRecords(garden.control.catalogue);
    const found = [again?.isDone, garden.runner.dispatches.length, log.usage.length];
    expect([failing, ...found]).toEqual([failing, true, 1, 1]);
    one = await handleWithout(failing + 1, ask);
  }
  expect(failing).toBeGreaterThan(10);
});

it('two orders at once that only fit singly are not both done', async () => {
  const garden = plantGarden();
  const ask = (): GitHubEvent => {
    const { number } = openIssue(garden, garden.people.ada, 'A question');
    const text = `/retrain leaf-classifier ${data} --hours 5.5`;
    return comment(garden, number, garden.people.ada, text);
  };
  const both = await Promise.all([handle(garden, ask()), handle(garden, ask())]);
  const handled = both.flat();
  expect(handled.map(({ isDone }) => isDone).sort()).toEqual([false, true]);
  const refused = handled.find(({ isDone }) => !isDone);
  expect(read(refused?.answer)).toContain('ada has 330 of 600 machine minutes');
  expect(garden.runner.dispatches).toHaveLength(1);
});

it('a green report that a fork forged by its own workflow starts nothing', async () => {
  const garden = plantGarden();
  const request = { 'modules/new-leaf/training/run.yml': 'schema: training-request/1\n' };
  const workflow = { '.github/workflows/validate.yml': 'jobs: {}\n' };
  contribute(garden, garden.people.ada, { ...request, ...workflow });
  const { id } = garden.catalogue.runs.at(-1)!;
  const event = { name: 'workflow_run', run: 1, payload: { workflow_run: { id } } };
  expect(await followCheck(event, garden.control)).toEqual([]);
  expect(harmOf(garden)).toEqual([]);
});

it('a push while it is decided is not merged', async () => {
  let number = 0;
  const garden = plantGarden((method) => {
    if (method !== 'mergePullRequest') return;
    push(garden, number, { 'modules/leaf-classifier/late.txt': 'late' });
  });
  const { mo } = garden.people;
  number = contribute(garden, mo, { [card]: moduleText('Better', mo) });
  const [handled] = await handle(garden, comment(garden, number, mo, '/merge'));
  expect(read(handled?.answer)).toContain('something was pushed meanwhile');
  expect(garden.catalogue.merges).toEqual([]);
});

it('a planted marker is no comment of ours', async () => {
  const garden = plantGarden();
  const { eve, ada } = garden.people;
  const { number } = openIssue(garden, eve, 'A question');
  const planted = '<!-- orangery:answers -->\n**/retrain**: done, call this number';
  comment(garden, number, eve, planted);
  await handle(garden, comment(garden, number, ada, '/help'));
  const [first] = garden.catalogue.comments;
  expect(first?.body).toBe(planted);
  const ours = garden.catalogue.comments.filter(({ author }) => author.id === garden.bot.id);
  expect(ours).toHaveLength(1);
  expect(ours[0]?.body).not.toContain('call this number');
});

it('a link to private data is repeated nowhere, whatever becomes of the order', async () => {
  const garden = plantGarden();
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'A question');
  const link = 'https://cloud.example.org/s/hidden-share';
  const text = `/retrain leaf-classifier --dataset ${link}\n/retrain leaf --dataset ${link} --x 1`;
  const answers = await handle(garden, comment(garden, number, ada, text));
  expect(answers.map(({ isDone }) => isDone)).toEqual([false, false]);
  const ours = garden.catalogue.comments.filter(({ author }) => author.id === garden.bot.id);
  const { months } = await readRecords(garden.control.catalogue);
  expect([ours.length, months.size]).toEqual([1, 1]);
  expect(JSON.stringify([ours, ...months.values()])).not.toContain('hidden-share');
});

it('who renamed their account keeps what is theirs', async () => {
  const garden = plantGarden();
  const { mo } = garden.people;
  const number = contribute(garden, mo, { [card]: moduleText('Better', mo) });
  garden.forge.rename(mo.id, 'mo-gardener');
  const event = comment(garden, number, { ...mo, login: 'mo-gardener' }, '/merge');
  expect((await handle(garden, event))[0]?.isDone).toBe(true);
});

it('the open training of a removed member ends', async () => {
  const garden = plantGarden();
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'A question');
  await handle(garden, comment(garden, number, ada, `/retrain leaf-classifier ${data}`));
  garden.forge.teams.get('app-developers')!.delete(ada.id);
  const done = await reconcileJobs(garden.control, () => {
    throw new Error('nothing is to be taken over');
  });
  expect(done.join()).toContain('ada may not ask for it any more');
  expect([...garden.catalogue.pulls.values()].map(({ state }) => state)).toEqual(['closed']);
  const [run] = garden.runner.runs;
  expect(run?.conclusion).toBe('cancelled');
});

describe('words in the syntax of shells, expressions and Markdown', () => {
  const words = [
    ...['$(id)', '`id`', '${{ secrets.X }}', '; rm -rf .', '"|id', '--help', '../../x'],
    ...['@root', '#1', '<b>x</b>', '[x](https://a.org)', '![x](https://a.org)'],
    ...['<!-- orangery:answers -->', '::set-output name=a::b', '|a|b|'],
  ];
  /** What of an answer could do something: all that our own text is made of is fine. */
  const harmless = new Set(['p', 'ul', 'li', 'strong', 'code', 'hr', 'h3', 'a']);

  function expectHarmless(garden: Garden): void {
    const { catalogue, runner, bot } = garden;
    const ours = catalogue.comments.filter(({ author }) => author.id === bot.id);
    expect(ours.length).toBeGreaterThan(0);
    for (const { body } of ours) {
      const { elements } = renderedMarkdown(body);
      expect(elements.filter((name) => !harmless.has(name))).toEqual([]);
      const links = [...body.matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to);
      expect(links.filter((to) => !/^#issuecomment-\d+$/.test(to!))).toEqual([]);
      expect(body.match(/<!-- (?!comment-\d+|issue-\d+)/g) ?? []).toHaveLength(1);
      expect(body).not.toMatch(/@(?!eve\b|mo\b|ada\b|\u200b)|\$\{\{|(?<!\\)\$\(/);
    }
    for (const { inputs } of runner.dispatches) {
      expect(Object.values(inputs).join('')).toMatch(/^[\w.,@-]*$/);
    }
    for (const branch of catalogue.branches.keys()) expect(branch).toMatch(/^[\w/.-]+$/);
  }

  it.each(words)('%s as title and branch of a pull request is only a name', async (word) => {
    const garden = plantGarden();
    const { mo } = garden.people;
    const number = contribute(garden, mo, { [card]: moduleText('Better', mo), 'x.txt': '' });
    const pull = garden.catalogue.pulls.get(number)!;
    const { branches } = garden.forge.repositories.get(pull.headRepository)!;
    branches.set(word, branches.get(pull.headBranch)!);
    Object.assign(pull, { title: word, headBranch: word });
    check(garden, number);
    await handle(garden, comment(garden, number, mo, '/merge'));
    expectHarmless(garden);
    expect(harmOf(garden)).toEqual([]);
  });

  it.each(words)('%s as the name of a file is told as text', async (word) => {
    const garden = plantGarden();
    const { mo } = garden.people;
    const number = contribute(garden, mo, { [`docs/${word}.md`]: 'x' });
    await handle(garden, comment(garden, number, mo, '/merge'));
    expectHarmless(garden);
    expect(harmOf(garden)).toEqual([]);
  });

  it.each(words)('%s as each value of a command asks for nothing else', async (word) => {
    const garden = plantGarden();
    const { ada } = garden.people;
    const { number } = openIssue(garden, ada, 'A question');
    const quoted = `"${word.replaceAll('"', '')}"`;
    const lines = [
      `/retrain ${quoted} ${data}`,
      `/retrain leaf-classifier ${data} --child ${quoted}`,
      `/retrain leaf-classifier ${data} --target ${quoted}`,
      `/retrain leaf-classifier --dataset ${quoted} --visibility public`,
      `/${word}`,
    ];
    await handle(garden, comment(garden, number, ada, lines.join('\n')));
    expectHarmless(garden);
    const titles = [...garden.catalogue.pulls.values()].map(({ title }) => title);
    expect(titles.filter((title) => !/^Add leaf-classifier-\d+$/.test(title))).toEqual([]);
  });

  it.each(words)('%s as the body of a form is a mistake', async (word) => {
    const garden = plantGarden();
    const body = `### Module\n\n${word}\n\n### ${word}\n\n${word}`;
    await handle(garden, openIssue(garden, garden.people.eve, body, ['retrain']));
    expectHarmless(garden);
    expect(harmOf(garden)).toEqual([]);
  });
});

it('a dispatch from a branch of one’s own is refused by the action too', () => {
  expect(() => refuseOtherRefs('refs/heads/mine')).toThrow('expected refs/heads/main');
  expect(() => refuseOtherRefs('refs/pull/1/merge')).toThrow('expected refs/heads/main');
});
