import { expect, it } from 'vitest';
import { oneJob, runOnPush } from '../../../helpers/github/executed.ts';

it('runs a script and says what it printed', async () => {
  const run = await runOnPush(oneJob('- run: echo "hello ${{ github.actor }}"'));

  expect(run.jobs[0]?.log).toContain('hello ada');
  expect(run.conclusion).toBe('success');
});

it('runs an action of the checkout with its inputs, and the rest of the job sees its outputs', async () => {
  const run = await runOnPush(
    oneJob(`
- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
  with: { persist-credentials: false }
- id: greet
  uses: ./actions/greet
  with: { who: Ada }
- run: echo "it said \${{ steps.greet.outputs.greeting }}"
`),
    {
      'actions/greet/action.yml': `
name: greet
description: Greets
inputs: { who: { required: true } }
outputs: { greeting: { description: what it said } }
runs: { using: node24, main: main.js }
`,
      'actions/greet/main.js': `
require('fs').appendFileSync(process.env.GITHUB_OUTPUT, 'greeting=Hello ' + process.env.INPUT_WHO + '\\n');
`,
    },
  );

  expect(run.jobs[0]?.log).toContain('it said Hello Ada');
  expect(run.conclusion).toBe('success');
});
