import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { main } from '../../../actions/report/src/main.ts';
import { goodReport, reportGitHub } from '../../helpers/github/report-github.ts';
import type { Script } from '../../helpers/github/scripted-github.ts';

const path = '.github/access.yml';
const rules = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const listed = `${rules}members:
  admins: [{ login: root, id: 1 }, { login: rita, id: 2 }]
  app-developers: []
  model-developers: []
`;

interface Contributed {
  /** Null: it deletes the rules. */
  readonly after: string | null;
  readonly before?: string;
  readonly mode?: string;
  readonly report?: unknown;
}

/** What the one comment says of a pull request that changes the rules. */
async function told({ after, before = rules, mode = '100644', report }: Contributed) {
  const content = (text: string) => ({
    ...{ type: 'file', encoding: 'base64', sha: 'x' },
    content: Buffer.from(text).toString('base64'),
  });
  const entry = { path: 'access.yml', type: 'blob', mode, sha: 'rules' };
  const size = Buffer.byteLength(after ?? '');
  const tree = (entries: readonly object[]) => ({ json: { truncated: false, tree: entries } });
  const more: Script = {
    [`GET /contents/${encodeURIComponent(path)}`]: { json: content(before) },
    [`GET /contents/${path}`]: { json: content(before) },
    'GET /git/trees/head': tree([{ path: '.github', type: 'tree', mode: '040000', sha: 'hub' }]),
    'GET /git/trees/hub': tree(after === null ? [] : [{ ...entry, size }]),
    'GET /git/blobs/rules': { json: content(after ?? '') },
  };
  const server = await reportGitHub({
    ...{ files: [{ path }], report: report === undefined ? goodReport([]) : report, more },
  });
  await main(
    { run: 5, bot: 'github-actions[bot]', ref: 'refs/heads/main' },
    { github: server.github, info: () => {} },
  );
  expect(server.comments).toHaveLength(1);
  return { server, body: server.comments[0]!.body };
}

it('says below the report who gains and who loses what', async () => {
  const after = rules.replace('gpuMinutesPerWeek: 600', 'gpuMinutesPerWeek: 6000');
  const { body } = await told({ after });
  expect(body).toContain('**This touches more than modules**');
  expect(body.slice(body.indexOf('###'), body.indexOf('<sub>'))).toMatchInlineSnapshot(`
    "### What it changes in \`.github/access.yml\`

    | | who | what |
    | --- | --- | --- |
    | \`+\` | role app\\-developer | GPU minutes a week 600 → 6000 |

    Who is in \`admins\`, \`app-developers\`, \`model-developers\` stands on GitHub alone: whether the guards let it be applied shows then.

    By this file against that of \`main\` now. How the organisation itself differs, \`orangery access plan\` says.

    "
  `);
});

it('says so too where the report is refused, because it does not come from there', async () => {
  const report = { ...goodReport([]), head: 'c'.repeat(40) };
  const { body } = await told({ after: rules.replace('[admins]', '[admins, gods]'), report });
  expect(body).toContain('**The report of the check is refused:**');
  expect(body).toContain('| `+` | role admin | team gods |');
});

it('says what the guards will refuse', async () => {
  const after = listed.replace(', { login: rita, id: 2 }', '');
  const { body } = await told({ before: listed, after });
  expect(body).toContain('| `-` | team admins | rita \\(2\\) |');
  expect(body).toContain(
    '**Once merged it is not applied:**\n\n- ❌ Expected at least 2 admins afterwards, found 1 \\(admins\\)',
  );
});

it.each([
  ['a file that is no rules', { after: 'schema: access/1\n' }, 'roles'],
  ['none', { after: null }, 'expected the rules, found no file'],
  ['a link', { after: rules, mode: '120000' }, 'found mode 120000'],
  ['a file that is too large', { after: `${rules}#${'x'.repeat(70_000)}` }, 'at most 65536 bytes'],
])('says that %s cannot be applied', async (_, contributed, words) => {
  const { body } = await told(contributed);
  expect(body).toContain('It cannot be applied:\n\n- ❌ ');
  expect(body).toContain(words);
});

it('shows names as words, whatever they are', async () => {
  const evil = '@admins <!-- orangery:report --> | x';
  const after = `${listed}`.replace('login: rita, id: 2', `login: '${evil}', id: 3`);
  const { body } = await told({ before: listed, after });
  const [, section = ''] = body.split('###');
  expect(section.replace(/`+[^`]*`+/g, '')).not.toMatch(/@admins|<!--/);
  expect(section).toContain('(3)'.replace(/[()]/g, '\\$&'));
});

it('leaves pull requests alone that do not touch them', async () => {
  const file = 'modules/iris/module.md';
  const server = await reportGitHub({ files: [{ path: file }], report: goodReport(['iris']) });
  await main(
    { run: 5, bot: 'github-actions[bot]', ref: 'refs/heads/main' },
    { github: server.github, info: () => {} },
  );
  expect(server.comments[0]!.body).not.toContain('###');
  expect(server.received.some(({ line }) => line.includes('access.yml'))).toBe(false);
});
