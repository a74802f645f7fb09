import { join } from 'node:path';
import {
  parseRecord,
  type ComposeFile,
  type ComposeService,
  type HostStage,
} from '@orangery/schemas';
import { basePathOf } from '../host/host-folders.ts';
import { keysPath } from '../host/stage-keys.ts';
import type { SlotName, StageId } from '../reconcile/slots.ts';
import { labels, lockedService } from './locked-service.ts';
import { ownResources, partNetwork, partsOfFile, partWords } from './slot-containers.ts';
import { networkOf } from './stage-network.ts';

export interface StageFileOptions {
  /** Folder of the stage on this host. */
  readonly stageFolder: string;
  /** Names this host among those that use the same engine. */
  readonly host: string;
}

/** What the servers of a module listen on, in their container. */
export const servingPort = 5000;

/** The Compose project of a stage. */
export function projectOf({ deployment, stage }: StageId): string {
  return `orangery-${deployment}-${stage}`;
}

/** The name that the servers of a slot are found by, on the network of their stage. */
export function slotHost({ deployment, stage }: StageId, slot: SlotName): string {
  return `${deployment}-${stage}-${slot}`;
}

/**
 * The Compose file of a stage: a service for each slot that the host's state has, on a network without a
 * route out. Compose 1.29 and 2 take it.
 * @throws Failure FILE_INVALID when something got in that is not in its schema
 */
export function stageComposeFile(
  id: StageId,
  { slots }: HostStage,
  options: StageFileOptions,
): ComposeFile {
  const project = projectOf(id);
  const own = labels(id, options.host);
  const parts = slots.map((slot) => partsOfFile({ project, labels: own, slot }));
  const volumes = parts.flatMap((part) => Object.entries(part.volumes ?? {}));
  const services = slots.map((slot) => [slot.slot, service(id, slot, options)] as const);
  const file: ComposeFile = {
    services: Object.assign(Object.fromEntries(services), ...parts.map((part) => part.services)),
    networks: Object.assign(
      // 2 takes a network that 1.29 has made only where its key is its name
      { [project]: networkOf({ name: project, labels: own }) },
      ...parts.map((part) => part.networks),
    ),
    ...(volumes.length > 0 && { volumes: Object.fromEntries(volumes) }),
  };
  return parseRecord('composeFile', file, `the Compose file of ${id.deployment} ${id.stage}`);
}

function service(
  id: StageId,
  slot: HostStage['slots'][number],
  { stageFolder, host }: StageFileOptions,
): ComposeService {
  const { run, image = '', revision, containers = [] } = slot;
  const resources = ownResources(slot);
  const parts = containers.map(({ module }) => partNetwork(projectOf(id), slot.slot, module));
  return lockedService({
    ...{ image, command: [...commandOf(id, { ...run, resources }), ...partWords(slot)] },
    ...{ memoryBytes: resources.memoryBytes, cpus: resources.cpu, gpus: resources.gpu },
    user: '10001:10001',
    volumes: run.isOpen ? [] : [keysVolume(stageFolder)],
    networks: {
      [projectOf(id)]: { aliases: [slotHost(id, slot.slot)] },
      ...Object.fromEntries(parts.map((name) => [name, {}])),
    },
    labels: {
      ...labels(id, host),
      'org.orangery.slot': slot.slot,
      'org.orangery.revision': revision,
      'org.orangery.module': `${run.module.id}@${run.module.version}`,
    },
  });
}

/** In the image the command line is the entry point. The container is the wall around a module's code. */
function commandOf(
  id: StageId,
  { module, resources, batching, isOpen }: HostStage['slots'][number]['run'],
): string[] {
  const { maxBatch, maxDelayMs } = batching ?? {};
  return [
    ...[
      'serve',
      `/orangery/modules/${module.id}`,
      '--host',
      '0.0.0.0',
      '--port',
      String(servingPort),
    ],
    ...['--base-path', basePathOf(id), '--trust-code'],
    ...(isOpen ? ['--open'] : ['--keys', '/keys/deployment.yml']),
    ...['--workers', String(Math.max(1, Math.floor(resources.cpu)))],
    ...(maxBatch === undefined ? [] : ['--max-batch', String(maxBatch)]),
    ...(maxDelayMs === undefined ? [] : ['--max-delay-ms', String(maxDelayMs)]),
  ];
}

/** The folder, not the file: what replaces a file is another one. */
function keysVolume(stageFolder: string): ComposeService['volumes'][number] {
  const source = join(keysPath(stageFolder), '..');
  return { type: 'bind', source, target: '/keys', read_only: true };
}
