import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { expect, it } from 'vitest';
import { catalogue, type LocalGarden } from '../../helpers/github/local-garden.ts';
import { seeds, trainingForm, trainingGarden } from '../../helpers/github/training-garden.ts';
import { expectTranscript } from '../../helpers/github/transcript.ts';
import { startProgram } from '../../helpers/started-program.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const orangery = { owner: 'garden', repo: 'orangery' };

const form = trainingForm({ child: 'ada-seeds', trials: 2, hours: 0.02 });

/** People get the same numbers at each start. */
const idOfMo = 1003;

/** The card of leaf-classifier, with mo as its maintainer. */
function cardOfMo(id: number): string {
  expect(id).toBe(idOfMo);
  const text = readFileSync(join(root, 'modules/leaf-classifier/module.md'), 'utf8');
  const maintainers = `maintainers: [{ login: mo, id: ${id} }]`;
  const named = text.replace(/^maintainers: .*$/m, maintainers);
  expect(named).toContain(maintainers);
  return named;
}

async function contribute(
  { hub, executor }: LocalGarden,
  who: string,
  files: Readonly<Record<string, string>>,
): Promise<number> {
  const fork = await hub.fork(who, catalogue);
  await hub.pushFiles({ login: who, repository: fork, branch: 'change', files });
  const { data } = await hub.as(who).request('POST /repos/{owner}/{repo}/pulls', {
    ...{ ...orangery, title: 'Say more', head: `${who}:change`, base: 'main' },
  });
  await executor.idle();
  return data.number;
}

it(
  'goes from an issue form to an answered prediction and a page',
  { timeout: 1_200_000 },
  async () => {
    const garden = await trainingGarden({
      'modules/leaf-classifier/module.md': cardOfMo(idOfMo),
    });
    const { hub, executor, folder } = garden;
    const told: string[] = [];
    const say = async (who: string, issue: number, body: string): Promise<void> => {
      told.push(`${who} in #${issue}: ${body}`);
      await hub.as(who).request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...{ ...orangery, issue_number: issue, body },
      });
      await executor.idle();
    };
    /** The newest answer of ours in a place. */
    const heard = async (issue: number, kind: string): Promise<string> => {
      const { data } = await hub
        .as('ada')
        .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...{ ...orangery, issue_number: issue },
        });
      const ours = data.filter(({ body = '' }) => body.startsWith(`<!-- orangery:${kind}`));
      expect(ours, `comments of ours in #${issue}`).toHaveLength(1);
      const answer = ours[0]!.body!.split('\n\n---\n')[0]!;
      told.push(`  ${ours[0]!.user!.login}: ${answer}`);
      return answer;
    };
    const openPulls = async () => {
      const { data } = await hub.as('ada').request('GET /repos/{owner}/{repo}/pulls', orangery);
      return data.map(({ number, title, draft, user }) => ({
        number,
        title,
        draft,
        by: user?.login,
      }));
    };

    // ada, an app-developer, asks by a form
    const issue = await hub.submitIssueForm('ada', catalogue, {
      ...{ title: 'Retrain seed-classifier', body: form, labels: ['retrain'] },
    });
    told.push(`ada opens #${issue} by the form “Retrain a module”: ${form.replace(/\n+/g, ' ')}`);
    await executor.idle();
    expect(await heard(issue, 'answers')).toContain('is in the queue');
    expect(await openPulls()).toMatchObject([{ title: 'Add ada-seeds', draft: false }]);
    const pull = (await openPulls())[0]!.number;
    expect(await heard(pull, 'job')).toContain('Done');
    expect(await heard(pull, 'report')).toContain('ada-seeds');

    // who is no member may not merge it; an admin may
    await say('eve', pull, '/merge');
    expect(await heard(pull, 'answers')).toContain('cannot be done');
    await say('root', pull, '/merge');
    expect(await heard(pull, 'answers')).toContain('Merged');
    expect([...(await garden.readMain()).keys()]).toContain('modules/ada-seeds/module.md');

    // ada deploys it: a pull request of the bot, merged when its check is green
    await say('ada', issue, '/deploy seeds-live ada-seeds');
    expect(await heard(issue, 'answers')).toContain('does it, once its check is green');
    expect(await openPulls()).toEqual([]);
    const main = await garden.readMain();
    expect(String(main.get('deployments/seeds-live.yml'))).toContain('ada-seeds@1.0.0');

    // mo, a model-developer, mends the card of a module they maintain, and merges it
    const changed = await contribute(garden, 'mo', {
      'modules/leaf-classifier/module.md': `${cardOfMo(hub.idOf('mo'))}\nIt likes daylight.\n`,
    });
    told.push(`mo opens #${changed}: the card of leaf-classifier says more`);
    expect(await heard(changed, 'report')).toContain('leaf-classifier');
    await say('mo', changed, '/merge');
    expect(await heard(changed, 'answers')).toContain('Merged');

    // and has another measured: the report comes as a pull request, which an admin merges
    await say('mo', changed, '/benchmark seed-classifier');
    expect(await heard(changed, 'answers')).toContain('in the queue for a benchmark');
    const [measured] = await openPulls();
    expect(measured).toMatchObject({ title: 'Benchmark of seed-classifier 1.0.0' });
    await say('root', measured!.number, '/merge');
    expect(await heard(measured!.number, 'answers')).toContain('Merged');

    // ulla, who is in no team, finds it in the catalogue, and calls it
    const pages = executor.runs.findLast(({ workflow }) => workflow === 'publish.yml');
    const site = hub.forge.readArtifact(pages!.id, 'github-pages');
    expect(await namesIn(site!)).toContain('modules/ada-seeds/index.html');
    const answer = await predict(garden, join(folder, 'clone'));
    told.push(`ulla sends one seed to the module: ${JSON.stringify(answer)}`);
    expect(answer).toMatchObject({ prediction: expect.anything() as unknown });
    expect(hub.problems).toEqual([]);
    expect(executor.runs.filter(({ conclusion }) => conclusion === 'failure')).toEqual([]);
    await expectTranscript(told);
  },
);

async function namesIn(zip: Buffer): Promise<readonly string[]> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true });
  const names: string[] = [];
  for await (const { fileName } of archive.eachEntry()) names.push(fileName);
  return names;
}

/** Serves the module from a copy of `main`, as whoever cloned it would, and asks for one prediction. */
async function predict({ hub, readMain }: LocalGarden, clone: string): Promise<unknown> {
  for (const [path, content] of await readMain()) {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), content);
  }
  const program = [join(root, 'cli/bin/orangery.mjs'), 'serve', join(clone, 'modules/ada-seeds')];
  const server = await startProgram(
    process.execPath,
    [...program, '--port', '0', '--json'],
    /"address":"(http:[^"]+)"/,
    {
      ORANGERY_CACHE: join(clone, 'cache'),
      ORANGERY_STATE: join(clone, 'state'),
      GITHUB_API_URL: hub.url,
    },
  );
  try {
    const [names = '', first = ''] = seeds.split('\n');
    const values = first.split(',');
    const row = Object.fromEntries(names.split(',').map((name, index) => [name, values[index]]));
    delete row['variety'];
    const response = await fetch(`${server.found}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: row }),
    });
    return await response.json();
  } finally {
    await server.stop();
  }
}
