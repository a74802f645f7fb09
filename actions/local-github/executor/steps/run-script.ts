import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { renderString } from '../expressions/render.ts';
import { runProgram } from './run-program.ts';
import type { StepCall } from './step-call.ts';

/** How each shell is started on a script, as GitHub's runner does; without a name it is bash, less strict. */
const shells: Readonly<Record<string, readonly string[]>> = {
  '': ['-e'],
  bash: ['--noprofile', '--norc', '-eo', 'pipefail'],
};

/**
 * Runs the script of a `run:` step.
 * @returns how it ended
 */
export async function runScript(call: StepCall): Promise<number | string> {
  const { session, job, step, scope } = call;
  const shell = renderString(step.shell ?? job.shell, scope);
  const args = shells[shell];
  if (args === undefined) {
    throw new Failure('FILE_INVALID', `shell: ${shell} is not supported by the local executor`, {
      hint: 'Write shell: bash.',
    });
  }
  const text = renderString(step.run, scope);
  const script = join(session.folders.temp, `${randomUUID()}.sh`);
  await writeFile(script, text.replaceAll('\r\n', '\n'));
  for (const line of text.trimEnd().split('\n')) session.log.write(line);
  const folder = renderString(step.workingDirectory ?? job.workingDirectory, scope);
  try {
    const { ended, outputs } = await runProgram(call, {
      file: 'bash',
      args: [...args, script],
      cwd: resolve(session.folders.workspace, folder),
      env: {},
    });
    for (const [name, value] of outputs) call.outputs[name] = value;
    return ended;
  } finally {
    await rm(script, { force: true });
  }
}
