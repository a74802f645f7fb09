import { info } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { runAction } from '../../action/run-action.ts';
import { benchmark } from './main.ts';

await runAction(async (signal) => {
  await benchmark(
    {
      tool: requireInput('tool'),
      module: requireInput('module'),
      out: requireInput('out'),
      cache: readInput('cache'),
      signingKey: readInput('signing-key'),
      state: readInput('state'),
    },
    { env: process.env, signal, info },
  );
});
