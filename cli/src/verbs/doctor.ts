import { countDevices, inspectBackends, type BackendReport, type Devices } from '@orangery/runner';
import { runnerFolders } from '../folders.ts';
import type { Terminal } from '../terminal.ts';
import { completeCommand, type Verb } from '../verb.ts';

/** One line of the report. */
interface Check {
  readonly name: string;
  readonly state: string;
  readonly detail: string;
  readonly command?: string;
}

export const doctorVerb: Verb = (command, context) => {
  completeCommand(command, context, ['orangery doctor']).action(async () => {
    const { terminal, env, signal } = context;
    const folders = await runnerFolders(context);
    const devices = await countDevices({
      signal,
      searchPath: folders.searchPath,
      ...(env.CUDA_VISIBLE_DEVICES && { visibleGpus: env.CUDA_VISIBLE_DEVICES }),
    });
    const backends = await inspectBackends(devices.gpus);
    const checks: Check[] = [
      { name: 'Node', state: 'here', detail: process.versions.node },
      { name: 'marketplace', state: 'here', detail: folders.root },
      { name: 'cache', state: 'here', detail: folders.cache },
      { name: 'signing key', state: 'here', detail: folders.state },
      ...deviceChecks(devices),
      ...backends.map(({ backend, ...report }) => ({ name: `backend ${backend}`, ...report })),
    ];
    const rows = checks.map(({ name, state, detail }) => [name, state, detail]);
    terminal.print(terminal.table(['what', 'state', 'detail'], rows));
    printCommands(terminal, backends);
    terminal.record({ checks, devices });
  });
};

function deviceChecks({ gpus, cores }: Devices): Check[] {
  const list = cores.length === 1 ? '1 core' : `${cores.length} cores`;
  return [
    { name: 'processor', state: 'here', detail: list },
    ...gpus.map(({ index, name, memoryBytes, computeCapability }) => ({
      name: `GPU ${index}`,
      state: 'here',
      detail: [
        name,
        `${(memoryBytes / 2 ** 30).toFixed(0)} GiB`,
        ...(computeCapability ? [`compute capability ${computeCapability.toFixed(1)}`] : []),
      ].join(', '),
    })),
  ];
}

function printCommands(terminal: Terminal, backends: readonly BackendReport[]): void {
  const addable = backends.filter(({ command }) => command !== undefined);
  if (addable.length === 0) return;
  terminal.print('\nNothing of this is needed: wasm trains everything. To be faster, add:');
  for (const { backend, command } of addable) terminal.print(`\n  ${backend}\n    ${command}`);
}
