import type { ComposeService } from '@orangery/schemas';
import type { StageId } from '../reconcile/slots.ts';

export interface LockedServiceOptions extends Pick<
  ComposeService,
  'image' | 'command' | 'environment' | 'user' | 'volumes' | 'networks' | 'labels'
> {
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Whole GPUs; none when absent. */
  readonly gpus?: number;
  /** Folders in memory beside /tmp. */
  readonly writable?: readonly string[];
}

const mostProcesses = 256;
const temporaryMegabytes = 256;

/** A service that may do nothing but answer: the security rules' restrictions of a deployed container. */
export function lockedService({
  memoryBytes,
  cpus,
  gpus = 0,
  writable = [],
  ...rest
}: LockedServiceOptions): ComposeService {
  return {
    ...rest,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    pids_limit: mostProcesses,
    mem_limit: memoryBytes,
    // no swap beside it
    memswap_limit: memoryBytes,
    cpus,
    tmpfs: ['/tmp', ...writable].map(
      (folder) => `${folder}:size=${temporaryMegabytes}m,mode=1777,noexec,nosuid,nodev`,
    ),
    restart: 'unless-stopped',
    stop_grace_period: '40s',
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    ...(gpus > 0 && {
      deploy: {
        resources: {
          reservations: { devices: [{ driver: 'nvidia', count: gpus, capabilities: ['gpu'] }] },
        },
      },
    }),
  };
}

/** The container module whose server a container is, beside the slot's own. */
export const partLabel = 'org.orangery.part';

/** What containers and networks are found by. */
export function labels({ deployment, stage }: StageId, host: string): Record<string, string> {
  return {
    'org.orangery.host': host,
    'org.orangery.deployment': deployment,
    'org.orangery.stage': stage,
  };
}
