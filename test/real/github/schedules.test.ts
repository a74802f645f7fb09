import { text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { expect, it } from 'vitest';
import type { RunRecord } from '../../../actions/local-github/executor/run-record.ts';
import { catalogue, localGarden } from '../../helpers/github/local-garden.ts';

const o = { owner: 'garden', repo: 'orangery' };
const path = '.github/access.yml';

it(
  'what runs by the clock, or by a change of the rules, does so with the permissions of its workflow',
  { timeout: 900_000 },
  async () => {
    const { hub, executor } = await localGarden();
    const countIssues = async (labels: string): Promise<number> => {
      const route = 'GET /repos/{owner}/{repo}/issues';
      return (await hub.as('root').request(route, { ...o, labels })).data.length;
    };
    /** The run of a workflow that starts now. */
    const ended = async (workflow: string, start: () => unknown): Promise<RunRecord> => {
      await start();
      await executor.idle();
      const run = executor.runs.filter((one) => one.workflow === workflow).at(-1);
      const log = run?.jobs.map((job) => job.log).join('\n');
      expect(run?.conclusion, `${workflow}: ${run?.reason ?? log}`).toBe('success');
      return run!;
    };
    const byClock = (workflow: string) =>
      ended(workflow, () => hub.emitSchedule(catalogue, workflow));

    await byClock('access.yml');
    expect(await countIssues('drift')).toBe(1);

    // the App may change main: here it stands for the merge of what the admins agreed on
    const app = hub.asApp();
    const { data: file } = await app.request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...o,
      path,
    });
    if (Array.isArray(file) || file.type !== 'file') throw new Error(`${path} is no file`);
    const rules = `${Buffer.from(file.content, 'base64').toString()}# agreed\n`;
    const applied = await ended('access.yml', () =>
      app.request('PUT /repos/{owner}/{repo}/contents/{path}', {
        ...{ ...o, path, sha: file.sha, branch: 'main', message: 'Agree' },
        content: Buffer.from(rules).toString('base64'),
      }),
    );
    expect(applied.jobs[0]!.summary).toContain('main is checked');
    const { data: rulesets } = await hub
      .as('root')
      .request('GET /repos/{owner}/{repo}/rulesets', o);
    expect(rulesets.map(({ name }) => name).sort()).toEqual([
      ...['main is checked', 'main is merged', 'only the App', 'records'],
    ]);

    await byClock('reap.yml');
    const night = await byClock('nightly.yml');
    const record = night.jobs.find(({ name }) => name === 'record');
    expect(record?.summary).toMatch(/^- [1-9]\d* golden tests, 0 red$/m);
    expect(await countIssues('nightly')).toBe(0);

    // the catalogue tells what the night found; a release was attested where it was made, by the push above
    const site = await byClock('publish.yml');
    expect(site.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`).sort()).toEqual([
      ...['attest: skipped', 'catalogue: success', 'deploy: success', 'images: skipped'],
      'release: success',
    ]);
    expect(await freshnessIn(hub.forge.readArtifact(site.id, 'github-pages')!)).toBe(true);
    const first = executor.runs.find(({ workflow }) => workflow === 'publish.yml');
    const attested = first?.jobs.find(({ name }) => name === 'attest');
    expect(attested?.log).toMatch(
      /GitHub would attest seed-classifier@[\d.]+\/[0-9a-f]{64}\.zip sha256:[0-9a-f]{64};/,
    );
    expect(hub.problems).toEqual([]);
  },
);

/** Whether the night's test of a module was green, as the site tells programs; null where it does not. */
async function freshnessIn(site: Buffer): Promise<unknown> {
  const archive = await fromBufferPromise(site, { lazyEntries: true });
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName !== 'api/modules/seed-classifier.json') continue;
    const record = JSON.parse(await text(await archive.openReadStreamPromise(entry))) as unknown;
    const records = isObject(record) ? record.records : null;
    return isObject(records) && isObject(records.freshness) ? records.freshness.isGreen : null;
  }
  throw new Error('the site has no seed-classifier');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
