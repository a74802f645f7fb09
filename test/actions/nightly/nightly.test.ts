import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModules, type Module } from '@orangery/schemas/files';
import { expect, it } from 'vitest';
import { announce, recordNight } from '../../../actions/nightly/src/main.ts';
import { nightlyModules } from '../../../actions/nightly/src/nightly-modules.ts';
import { testModules } from '../../../actions/nightly/src/test-modules.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { findTool } from '../../../actions/validate/src/tool.ts';
import { caught } from '../../helpers/caught.ts';
import { plantGarden, type Garden } from '../../helpers/github/model/garden.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const { modules: shipped } = await readModules(root);
const seeds = shipped.find(({ id }) => id === 'seed-classifier')!;

function moduleOf(id: string, change: Partial<Module['frontMatter']> = {}): Module {
  return { ...seeds, id, frontMatter: { ...seeds.frontMatter, ...change } };
}

/** A command line that finds the module `red` red, and `broken` not to work at all. */
async function standIn() {
  const program = `
    import { basename } from 'node:path';
    const name = basename(process.argv[3]);
    if (process.env.GITHUB_TOKEN !== undefined || process.argv[4] !== '--golden') process.exit(3);
    if (name === 'broken') { console.error('no such thing'); process.exit(1); }
    const outcome = name === 'red' ? 'failed' : 'passed';
    const check = { name: 'golden test', outcome, detail: outcome === 'failed' ? '1 of 3 differs' : '' };
    console.log(JSON.stringify({ module: name, checks: [check], golden: [] }));
    process.exit(outcome === 'failed' ? 1 : 0);
  `;
  const folder = await tempFolder({ 'cli/bin/orangery.mjs': program });
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'node_modules/.package-lock.json'), '{}');
  const { signal } = new AbortController();
  return findTool({ folder, temporary: folder, path: process.env.PATH, signal });
}

async function tried(modules: readonly Module[], now = () => Date.parse('2026-11-23T02:41:00Z')) {
  const said: string[] = [];
  const lines = await testModules(modules, {
    ...{ tool: await standIn(), root, parallel: 2, mostMs: 60_000, now },
    info: (line) => void said.push(line),
  });
  return { lines, said };
}

/** The night of a garden in which these tests ended so. */
async function night(
  garden: Garden,
  modules: readonly Module[],
  text?: string,
): Promise<readonly string[]> {
  const { lines } = await tried(nightlyModules(modules, 'hosted'));
  const run = garden.forge.id();
  const found = text ?? lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const zip = zipBytes([{ name: 'freshness.ndjson', content: Buffer.from(found) }]);
  garden.catalogue.artifacts.set(`${run} freshness`, zip);
  return recordNight({
    ...{ control: garden.control, modules, run },
    event: { name: 'schedule', payload: {} },
  });
}

it('tries active modules that say what works, where they can run', () => {
  const modules = [
    moduleOf('a'),
    moduleOf('old', { status: 'deprecated' }),
    moduleOf('heavy', { resources: { gpu: 1 } }),
    { ...moduleOf('silent'), golden: null },
  ];
  expect(nightlyModules(modules, 'hosted').map(({ id }) => id)).toEqual(['a']);
  expect(nightlyModules(modules, 'gpu').map(({ id }) => id)).toEqual(['heavy']);
});

it('says green, red, and red of what does not even start', async () => {
  const { lines } = await tried([moduleOf('red'), moduleOf('green'), moduleOf('broken')]);
  expect(lines.map(({ module, isGreen, message }) => [module.id, isGreen, message])).toEqual([
    ['broken', false, expect.stringContaining('no such thing')],
    ['green', true, undefined],
    ['red', false, '1 of 3 differs'],
  ]);
});

it('begins no further module when time is over, and another first the next day', async () => {
  const start = Date.parse('2026-11-23T02:41:00Z');
  const modules = [moduleOf('a'), moduleOf('b'), moduleOf('c')];
  const firsts = new Set<string>();
  for (const day of [0, 1, 2]) {
    let asked = 0;
    // the clock is asked once at the beginning, and before and after each module
    const late = () => start + day * 86_400_000 + (asked++ < 5 ? 0 : 61_000);
    const { lines, said } = await tried(modules, late);
    expect(said.filter((line) => line.endsWith('time is over')).length).toBeGreaterThan(0);
    firsts.add(lines.map(({ module }) => module.id).join());
  }
  expect(firsts.size).toBe(3);
});

it('notes what was found, and keeps one issue a red module, which names who maintains it', async () => {
  const garden = plantGarden();
  const { mo } = garden.people;
  const maintainers = [{ login: 'an-old-name', id: mo.id }];
  const modules = [moduleOf('red', { maintainers }), moduleOf('green')];
  expect(await night(garden, modules)).toEqual([
    '2 golden tests, 1 red',
    expect.stringMatching(/^red: red, #\d+ says so$/),
  ]);
  await night(garden, modules);
  const issues = [...garden.catalogue.issues.values()];
  expect(issues).toMatchObject([{ title: 'The golden test of red is red', labels: ['nightly'] }]);
  expect(issues[0]!.body).toContain('\n@mo\n');
  expect(garden.catalogue.comments).toHaveLength(1);
  expect(garden.catalogue.comments[0]!.body).toContain('1 of 3 differs');
  const { log } = await readRecords(garden.control.catalogue);
  expect(log.freshness.map(({ module, isGreen }) => [module.id, isGreen])).toEqual([
    ...[
      ['green', true],
      ['red', false],
    ],
    ...[
      ['green', true],
      ['red', false],
    ],
  ]);
});

it('closes the issue when the module is green, and believes in no issue of others', async () => {
  const garden = plantGarden();
  const { control, catalogue, people, forge } = garden;
  await night(garden, [moduleOf('red')]);
  const [issue] = [...catalogue.issues.values()];
  const fake = { ...issue!, number: forge.id(), author: people.eve };
  catalogue.issues.set(fake.number, fake);
  const at = '2026-11-24T02:41:00Z';
  const { version } = seeds.frontMatter;
  const green = { schema: 'freshness/1', at, module: { id: 'red', version }, isGreen: true };
  expect(await night(garden, [moduleOf('red')], `${JSON.stringify(green)}\n`)).toEqual([
    '1 golden tests, 0 red',
    `red: green again, #${issue!.number} is closed`,
  ]);
  expect((await control.catalogue.getIssue(issue!.number))?.state).toBe('closed');
  expect((await control.catalogue.getIssue(fake.number))?.state).toBe('open');
});

it('takes what module code left for data: no other module, no other version, nothing unreadable', async () => {
  const garden = plantGarden();
  const line = (id: string, version: string): string =>
    `${JSON.stringify({ schema: 'freshness/1', at: '2026-11-24T02:41:00Z', module: { id, version }, isGreen: false })}\n`;
  const { version } = seeds.frontMatter;
  const forged = line('somebody-elses', version) + line('red', '9.9.9');
  expect(await night(garden, [moduleOf('red')], forged)).toEqual(['0 golden tests, 0 red']);
  expect(await caught(() => night(garden, [moduleOf('red')], '{"schema":'))).toMatch(
    /^FILE_INVALID/,
  );
  expect(garden.catalogue.issues.size).toBe(0);
});

it('sends what needs a GPU to the machines, and takes over what they found', async () => {
  const garden = plantGarden();
  const { runner, control, catalogue } = garden;
  const modules = [moduleOf('red', { resources: { gpu: 1 } })];
  expect(await night(garden, modules)).toContain('1 modules are sent to the machines');
  expect(runner.dispatches).toMatchObject([{ workflow: 'nightly.yml' }]);
  const run = runner.runs.at(-1)!;
  const { lines } = await tried(modules);
  const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  runner.artifacts.set(`${run.id} freshness`, zipBytes([{ name: 'freshness.ndjson', content }]));
  await announce(control.catalogue, run.id);
  expect(catalogue.dispatches.at(-1)).toMatchObject({ workflow: 'orangery-nightly-ended' });
  const event = { name: 'repository_dispatch', payload: { client_payload: { run: run.id } } };
  const order = { control, modules, event, run: 1 };
  expect((await recordNight(order))[0]).toBe('1 golden tests, 1 red');
  Object.assign(run, { branch: 'mine' });
  expect(await caught(() => recordNight(order))).toMatch(
    /^ACCESS_REFUSED Run \d+: expected one of/,
  );
});
