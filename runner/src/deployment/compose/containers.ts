import type { SlotName, StageId } from '../reconcile/slots.ts';
import { runCommand } from '../../command.ts';
import { runDocker, type EngineOptions } from './compose.ts';
import { partLabel } from './locked-service.ts';

/** A container of a slot, as the engine knows it. */
export interface SlotContainer {
  readonly id: string;
  readonly slot: SlotName;
  readonly revision: string;
  readonly isRunning: boolean;
  readonly isHealthy: boolean;
  /** The container module whose server it is; a server of the slot's own when absent. */
  readonly part?: string;
  readonly restarts: number;
}

/** Containers of a stage, also those that have ended. */
export async function listContainers(
  { deployment, stage }: StageId,
  host: string,
  engine: EngineOptions,
): Promise<readonly SlotContainer[]> {
  const filters = [
    `label=org.orangery.host=${host}`,
    `label=org.orangery.deployment=${deployment}`,
    `label=org.orangery.stage=${stage}`,
  ];
  const found = await runDocker(
    ['ps', '--all', '--quiet', '--no-trunc', ...filters.flatMap((filter) => ['--filter', filter])],
    engine,
  );
  const ids = found.split('\n').filter((id) => id !== '');
  const containers: SlotContainer[] = [];
  for (const id of ids) {
    const container = await inspect(id, engine);
    if (container !== undefined) containers.push(container);
  }
  return containers;
}

const format = [
  '{{index .Config.Labels "org.orangery.slot"}}',
  '{{index .Config.Labels "org.orangery.revision"}}',
  '{{.State.Running}}',
  '{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}',
  '{{.RestartCount}}',
  `{{index .Config.Labels "${partLabel}"}}`,
].join(' ');

async function inspect(id: string, engine: EngineOptions): Promise<SlotContainer | undefined> {
  const args = ['inspect', '--format', format, id];
  // one that was just removed is no longer there
  const line = await runDocker(args, engine).catch((error: unknown) => {
    if (engine.signal.aborted) throw error;
    return undefined;
  });
  if (line === undefined) return undefined;
  const [slot = '', revision = '', running, health, restarts, part = ''] = line.trim().split(' ');
  return {
    ...{ id, slot: slot as SlotName, revision },
    isRunning: running === 'true' && health !== 'unhealthy',
    isHealthy: health === 'healthy',
    restarts: Number(restarts),
    ...(part !== '' && { part }),
  };
}

const mostLines = 20;
const logTimeoutMs = 30_000;

/** The last lines that a container has printed, on either stream. */
export async function containerLog(
  idOrName: string,
  { signal, env }: EngineOptions,
): Promise<readonly string[]> {
  const lines: string[] = [];
  await runCommand('docker', ['logs', '--tail', String(mostLines), idOrName], {
    ...{ cwd: '/', signal, env, timeoutMs: logTimeoutMs },
    onLine: (line) => lines.push(line),
  });
  return lines.slice(-mostLines);
}
