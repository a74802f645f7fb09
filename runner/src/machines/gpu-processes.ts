import type { EngineOptions } from '../deployment/compose/compose.ts';
import { runCommand } from '../command.ts';

/**
 * Programs that hold GPUs, as `nvidia-smi` names them: R2 asks that nothing of an earlier job is left.
 * @param gpus by their number on this machine
 * @throws Failure COMMAND_FAILED where it cannot be told
 */
export async function gpuProcesses(
  gpus: readonly string[],
  { signal, env }: EngineOptions,
): Promise<readonly string[]> {
  const query = ['--query-compute-apps=pid,process_name', '--format=csv,noheader'];
  const options = { cwd: '/', signal, env, timeoutMs: 30_000 };
  const { stdout } = await runCommand('nvidia-smi', [`--id=${gpus.join(',')}`, ...query], options);
  return stdout.split('\n').filter((line) => /^\s*\d+\s*,/.test(line));
}
