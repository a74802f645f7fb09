import {
  switchFile,
  readSwitchFile,
} from '../../../runner/src/deployment/process/switch/switch-file.ts';

/** Ends what a how-to has deployed and, because it failed, not stopped. */
export async function endSwitch(state: string): Promise<void> {
  const found = await readSwitchFile(switchFile({ repository: state, state, cache: state }));
  if (found !== undefined) process.kill(found.pid, 'SIGTERM');
}
