import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oneJob, runOnPush, startRunner } from '../../../helpers/github/executed.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

describe('actions of the checkout', () => {
  const checkout = '- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n';
  const action = (inputs: string, runs = 'using: node24, main: main.js') =>
    `name: a\ndescription: a\ninputs: { ${inputs} }\nruns: { ${runs} }\n`;

  it('gets its inputs, defaults evaluated', async () => {
    const run = await runOnPush(oneJob(`${checkout}- uses: ./a\n  with: { Two words: x }`), {
      'a/action.yml': action(
        `two words: { required: true }, repo: { default: '\${{ github.repository }}' }, none: {}`,
      ),
      'a/main.js': `for (const key of Object.keys(process.env).sort())
  if (key.startsWith('INPUT_')) console.log(key + '=' + process.env[key] + ';')`,
    });

    expect(run.jobs[0]?.log).toContain(
      'INPUT_NONE=;\nINPUT_REPO=acme/catalogue;\nINPUT_TWO_WORDS=x;\n',
    );
  });

  it.each([
    ['an unknown input', action('a: {}'), 'with: { b: 1 }', 'unexpected input b'],
    ['a missing input', action('a: { required: true }'), '', 'not supplied: a'],
    [
      'Docker',
      action('', 'using: docker, image: x'),
      '',
      'runs.using must be node24, found "docker"',
    ],
    ['a composite', action('', 'using: composite, steps: []'), '', 'found "composite"'],
    ['a script before', action('', 'using: node24, main: main.js, pre: p'), '', 'the key "pre"'],
    ['a script outside', action('', 'using: node24, main: ../../../x'), '', './a'],
  ])('refuses %s by name', async (_, yaml, more, expected) => {
    const run = await runOnPush(oneJob(`${checkout}- uses: ./a\n  ${more}`), {
      ...{ 'a/action.yml': yaml, 'a/main.js': '' },
    });

    expect(run.conclusion).toBe('failure');
    expect(run.jobs[0]?.log).toContain(expected);
  });

  it('says so where nothing was checked out, and never leaves the workspace', async () => {
    const missing = await runOnPush(oneJob('- uses: ./a'));
    const outside = await runOnPush(oneJob('- uses: ./../a'));

    expect(missing.jobs[0]?.log).toContain("Can't find 'action.yml' under './a'");
    expect(outside.jobs[0]?.log).toContain('leads out of');
  });

  it('runs no file of this machine that a link in the checkout leads to', async () => {
    const outside = await tempFolder({
      'action.yml': action(''),
      'main.js': 'console.log("outside")',
    });
    const link = (path: string) => ({ mode: '120000', content: Buffer.from(join(outside, path)) });
    const { forge, executor } = await startRunner();
    const yaml = { mode: '100644', content: Buffer.from(action('')) };
    const workflow = { '.github/workflows/test.yml': oneJob(`${checkout}- uses: ./a`) };
    const push = (sha: string) => forge.emit({ name: 'push', sha });

    push(forge.commit({ ...workflow, a: link('') }));
    push(forge.commit({ ...workflow, 'a/action.yml': yaml, 'a/main.js': link('main.js') }));
    await executor.idle();

    for (const { jobs } of executor.runs) {
      expect(jobs[0]?.log).toContain('leads out of the workspace');
    }
  });
});
