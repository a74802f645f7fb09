import { describe, expect, it } from 'vitest';
import { main } from '../../../actions/report/src/main.ts';
import { caught } from '../../helpers/caught.ts';
import {
  goodReport,
  head,
  reportGitHub,
  type ReportGitHub,
  type ReportedPull,
} from '../../helpers/github/report-github.ts';

const path = 'modules/iris/module.md';

async function tell(server: ReportGitHub, ref = 'refs/heads/main'): Promise<string> {
  const said: string[] = [];
  const world = { github: server.github, info: (text: string) => void said.push(text) };
  await main({ run: 5, bot: 'github-actions[bot]', ref }, world);
  return said.join('\n');
}

async function told(pull: Partial<ReportedPull>): Promise<ReportGitHub> {
  const server = await reportGitHub({ files: [{ path }], report: goodReport(['iris']), ...pull });
  await tell(server);
  return server;
}

/** Below the hidden lines. */
function words({ comments }: ReportGitHub): string {
  expect(comments).toHaveLength(1);
  return comments[0]!.body.replace(/<!--.*?-->\n/g, '');
}

describe('the comment', () => {
  it('says what was found and what to do next, once', async () => {
    const metadata = [{ field: 'license', base: '"MIT"', head: '"Apache-2.0"' }];
    const metrics = [{ name: 'accuracy', base: 0.9, head: 0.9342 }];
    const missing = [{ name: 'a golden test', remedy: 'Add golden.json.' }];
    const completeness = { percent: 87, missing };
    const more = { metadata, metrics, completeness, page: 'modules/iris/' };
    const server = await told({ report: goodReport(['iris'], more) });
    await tell(server);
    expect(words(server)).toMatchInlineSnapshot(`
      "**Everything that was checked is well.**

      | module | | form | golden test | completeness |
      | --- | --- | --- | --- | --- |
      | \`iris\` | changed | ✓ | ✓ 3 cases | 87 of 100 |

      <details><summary>What changes in <code>iris</code></summary>

      | | before | now |
      | --- | --- | --- |
      | \`accuracy\` | 0.9 | 0.9342 (+0.034) |
      | \`license\` | \`"MIT"\` | \`"Apache-2.0"\` |

      </details>

      <details><summary>What <code>iris</code> could tell besides</summary>

      - a golden test: Add golden\\.json\\.

      </details>

      The pages as they would look are in the artifact \`page\` of [this run](https://github.com/garden/orangery/actions/runs/5#artifacts).

      What to do next: a maintainer of every touched folder writes \`/merge\`.

      <sub>Checked \`aaaaaaaaaaaa\` in [this run](https://github.com/garden/orangery/actions/runs/5).</sub>"
    `);
    expect(server.reviews).toEqual([]);
  });

  it('names mistakes, and offers those of the diff as suggestions once for a head', async () => {
    const problem = {
      ...{ file: path, line: 3, pointer: '/kind', expected: 'one of "module"', found: '"modul"' },
      ...{ hint: 'Did you mean module?', suggestion: 'kind: module' },
    };
    const elsewhere = { ...problem, line: 90 };
    const server = await told({
      files: [{ path, patch: '@@ -1,2 +1,3 @@\n a\n b\n+kind: modul' }],
      report: goodReport(['iris'], { problems: [problem, elsewhere] }),
      conclusion: 'failure',
    });
    await tell(server);
    expect(words(server)).toMatchInlineSnapshot(`
      "**Not yet: 2 mistakes.**

      | module | | form | golden test | completeness |
      | --- | --- | --- | --- | --- |
      | \`iris\` | changed | ✗ 2 | ✓ 3 cases | – |

      - \`modules/iris/module.md:3\` \`/kind\`: expected one of "module", found "modul". Did you mean module?
      - \`modules/iris/module.md:90\` \`/kind\`: expected one of "module", found "modul". Did you mean module?

      Mend what is named and push again: this comment follows.

      <sub>Checked \`aaaaaaaaaaaa\` in [this run](https://github.com/garden/orangery/actions/runs/5).</sub>"
    `);
    expect(server.reviews).toEqual([
      {
        commit_id: head,
        body: 'A click mends each of these.',
        event: 'COMMENT',
        comments: [
          {
            ...{ path, line: 3, side: 'RIGHT' },
            body: 'Expected one of "module", found "modul".\n\n```suggestion\nkind: module\n```',
          },
        ],
      },
    ]);
  });

  it('says that the check ended without a report', async () => {
    expect(words(await told({ report: null, conclusion: 'cancelled' }))).toContain(
      '**The check ended without a report** (cancelled)',
    );
  });

  it('is not somebody else’s with a marker', async () => {
    const server = await reportGitHub({ files: [{ path }], report: goodReport(['iris']) });
    const eve = { id: 66, login: 'eve', type: 'User' };
    server.comments.push({ id: 1, user: eve, body: '<!-- orangery:report -->\nAll is well.' });
    await tell(server);
    expect(server.comments.map(({ user }) => user === eve)).toEqual([true, false]);
    expect(server.comments[0]!.body).toContain('All is well.');
  });
});

describe('a request for a training', () => {
  const request = 'modules/iris-2/training/first.yml';
  const files = [{ path: request }];

  it('is told of as a file', async () => {
    const report = { ...goodReport([]), files: [{ path: request, problems: [] }] };
    const server = await told({ files, report, status: 'added' });
    expect(words(server)).toContain('the request is priced and answered');
  });

  it('does not excuse a report that is silent on a module', async () => {
    const report = { ...goodReport([]), files: [{ path: request, problems: [] }] };
    const both = [...files, { path: 'modules/iris-2/more.md' }];
    expect(words(await told({ files: both, report, status: 'added' }))).toContain(
      'it does not tell of modules/iris\\-2',
    );
    expect(words(await told({ files, report: goodReport([]), status: 'added' }))).toContain(
      'first\\.yml, which is touched',
    );
  });
});

describe('a report that is refused', () => {
  const forged = goodReport(['iris']);
  it.each([
    ['of another head', { ...forged, head: 'c'.repeat(40) }],
    ['of a module that is not touched', goodReport(['iris', 'rose'])],
    ['that leaves a touched module out', goodReport([])],
    ['that tells of a module twice', goodReport(['iris', 'iris'])],
    [
      'of a file that is not touched',
      { ...forged, files: [{ path: 'deployments/a.yml', problems: [] }] },
    ],
    ['of another form', { ...forged, verdict: 'good' }],
    ['of another version', { ...forged, schema: 'validation-report/9' }],
    ['that is no object', 'good'],
  ])('%s', async (_, report) => {
    const server = await told({ report });
    expect(words(server)).toMatch(/^\*\*The report of the check is refused:\*\* /);
    expect(words(server)).toMatchSnapshot();
    expect(server.reviews).toEqual([]);
  });

  it('is one that is too large', async () => {
    const server = await told({
      more: {
        'GET /actions/runs/5/artifacts': {
          json: { artifacts: [{ id: 9, name: 'report', size_in_bytes: 2 ** 21, expired: false }] },
        },
      },
    });
    expect(words(server)).toContain('expected at most 1048576 bytes');
  });

  it('is one that is no archive', async () => {
    const server = await told({
      more: { 'GET /actions/artifacts/9/zip': { bytes: Buffer.from('x') } },
    });
    expect(words(server)).toContain('expected a whole zip archive');
  });
});

describe('what GitHub says counts', () => {
  it('when more than modules is touched', async () => {
    const files = [{ path }, { path: '.github/workflows/validate.yml' }];
    const problem = {
      file: path,
      line: 1,
      pointer: '',
      expected: 'a',
      found: 'b',
      suggestion: 'evil',
    };
    const server = await told({
      files: [{ ...files[0]!, patch: '@@ -1 +1 @@\n+x' }, files[1]!],
      report: goodReport(['iris'], { problems: [problem] }),
    });
    expect(words(server)).toContain(
      '**This touches more than modules** (`.github/workflows/validate.yml`)',
    );
    expect(server.reviews).toEqual([]);
  });

  it('when the pull request cannot be read', async () => {
    const server = await told({
      files: [{ path: 'modules/Iris/module.md' }],
      report: goodReport(['Iris']),
    });
    expect(words(server)).toContain('differs from modules/iris in case only');
  });

  it('when the run ended otherwise than its report says', async () => {
    expect(words(await told({ conclusion: 'failure' }))).toContain(
      '**The run did not end as its report says:**',
    );
  });

  it('and the same commit offered from elsewhere is another pull request', async () => {
    const server = await reportGitHub({
      ...{ files: [{ path }], report: goodReport(['iris']), from: 'eve/orangery' },
    });
    expect(await tell(server)).toBe(`No open pull request has the head ${head}.`);
    expect(server.comments).toEqual([]);
  });
});

it('refuses any ref but main before it asks GitHub', async () => {
  const server = await reportGitHub({ files: [], report: null });
  expect(await caught(() => tell(server, 'refs/heads/mine'))).toMatchInlineSnapshot(
    `"ACCESS_REFUSED Ref: expected refs/heads/main, found refs/heads/mine"`,
  );
  expect(server.received).toEqual([]);
});

it('tells nobody of a run of another workflow', async () => {
  const server = await reportGitHub({
    files: [],
    report: null,
    more: { 'GET /actions/runs/5': { status: 404, json: {} } },
  });
  expect(await tell(server)).toBe('Run 5 is no check of a pull request.');
});

it('shows nothing of a contributed text but its words', async () => {
  const evil = '@admins #1 <!-- orangery:report --> <img src=x> `x` | [a](https://e.example)';
  const problem = { file: path, pointer: evil, expected: evil, found: evil, hint: evil };
  const server = await told({
    report: goodReport(['iris'], {
      ...{ problems: [problem], metadata: [{ field: evil, base: evil, head: evil }] },
      golden: {
        outcome: 'failed',
        detail: evil,
        cases: [{ name: evil, expected: evil, found: evil }],
      },
      completeness: { percent: 1, missing: [{ name: evil, remedy: evil }] },
    }),
    conclusion: 'failure',
  });
  const shown = words(server);
  expect(shown.replace(/`+[^`]*`+/g, '')).not.toMatch(/@admins|#1|<!--|<img|https:\/\/e/);
  expect(shown).not.toContain('<!--');
});
