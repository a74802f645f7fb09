import { runDocker, type EngineOptions } from '../deployment/compose/compose.ts';
import { labels } from './machines-file.ts';

/** A container of one job. */
export interface MachineContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** From 1. */
  readonly slot: number;
  readonly isRunning: boolean;
  /** ISO 8601. */
  readonly since: string;
  readonly exitCode: number;
  /** Tells what it was made of: `settingsOf`. */
  readonly settings: string;
  readonly memoryBytes: number;
}

const format = [
  '{{.Id}}',
  '{{.State.Running}}',
  '{{.State.StartedAt}}',
  '{{.State.ExitCode}}',
  `{{index .Config.Labels "${labels.slot}"}}`,
  `{{index .Config.Labels "${labels.settings}"}}`,
  '{{.HostConfig.Memory}}',
].join(' ');

/**
 * The containers of a name, also those that have ended; by slot.
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function listMachines(
  options: EngineOptions,
  name: string,
): Promise<readonly MachineContainer[]> {
  const filter = ['--filter', `label=${labels.machines}=${name}`];
  const listed = await runDocker(['ps', '--all', '--quiet', '--no-trunc', ...filter], options);
  const ids = listed.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  const told = await inspect(ids, options);
  return told
    .split('\n')
    .filter((line) => line !== '')
    .map(readLine)
    .sort((a, b) => a.slot - b.slot);
}

/** One that is removed meanwhile makes the engine fail for all: then they are asked one by one. */
async function inspect(ids: readonly string[], options: EngineOptions): Promise<string> {
  const args = ['inspect', '--type', 'container', '--format', format, '--'];
  try {
    return await runDocker([...args, ...ids], options);
  } catch (error) {
    if (!/no such (object|container)/i.test(String(error)) || ids.length === 1) throw error;
    const each = ids.map((id) => runDocker([...args, id], options).catch(() => ''));
    return (await Promise.all(each)).join('\n');
  }
}

function readLine(line: string): MachineContainer {
  const [id = '', running, since = '', exitCode, slot, settings = '', memory] = line.split(' ');
  return {
    ...{ id, since, settings, isRunning: running === 'true' },
    ...{ slot: Number(slot), exitCode: Number(exitCode), memoryBytes: Number(memory) },
  };
}
