import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { actionInputs } from './action-inputs.ts';
import { readAction } from './read-action.ts';
import { runProgram } from './run-program.ts';
import type { StepCall } from './step-call.ts';

/** Runs an action of the workspace, `./tool/actions/validate`, as a process of its own. */
export async function runLocalAction(call: StepCall, uses: string): Promise<number | string> {
  const { session, step, scope } = call;
  const { workspace } = session.folders;
  const file = await actionFile(workspace, uses);
  const action = await readAction(file, relative(workspace, file));
  const inputs = actionInputs({ action: uses, inputs: action.inputs }, step.inputs, scope);
  const env = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
  const start = async (script: string, variables: Readonly<Record<string, string>>) => {
    const path = await existingInside(workspace, join(dirname(file), script), uses);
    const program = { file: process.execPath, args: [path], cwd: workspace };
    return { ...program, env: { ...env, ...variables } };
  };
  const state: Record<string, string> = {};
  const { post } = action;
  if (post !== undefined) {
    const run = async (signal: AbortSignal) => {
      const result = await runProgram({ ...call, signal }, await start(post, state));
      if (result.ended === 0) return;
      throw new Failure('COMMAND_FAILED', `Process completed with exit code ${result.ended}.`);
    };
    // before its main script runs: what that leaves behind when it fails is cleared up too
    session.posts.push({ name: `Post ${call.name}`, run });
  }
  const words = await runProgram(call, await start(action.main, {}));
  for (const [name, value] of words.outputs) call.outputs[name] = value;
  for (const [name, value] of words.state) state[`STATE_${name}`] = value;
  return words.ended;
}

async function actionFile(workspace: string, uses: string): Promise<string> {
  const folder = resolveInside(workspace, uses);
  for (const name of ['action.yml', 'action.yaml']) {
    const isThere = await stat(join(folder, name)).catch(() => null);
    if (isThere?.isFile() === true) return existingInside(workspace, join(folder, name), uses);
  }
  const message = `Can't find 'action.yml' under '${uses}'. Did you forget to run actions/checkout before running your local action?`;
  throw new Failure('FILE_MISSING', message);
}

/** A link in the workspace must not make a file of this machine part of an action. */
async function existingInside(workspace: string, path: string, uses: string): Promise<string> {
  const root = await realpath(workspace);
  const real = await realpath(path).catch(() => null);
  if (real === null)
    throw new Failure('FILE_MISSING', `${uses}: there is no ${relative(root, path)}`);
  if (real.startsWith(root + sep)) return real;
  throw new Failure('PATH_OUTSIDE', `${uses}: ${relative(root, path)} leads out of the workspace`);
}
