import { delimiter, dirname, join } from 'node:path';
import type { Logger } from '@orangery/runner';
import type { ExecutorOptions } from './executor-options.ts';
import type { Machines } from './jobs/check-machine.ts';
import { runnerPauses, type CancelPauses } from './steps/run-process.ts';

/** The options with what is taken where one is absent. */
export interface Settings {
  readonly workFolder: string;
  readonly logger: Logger;
  readonly serverUrl: string;
  readonly machines: Machines;
  readonly toolFolder?: string;
  readonly parallelJobs: number;
  /** With this Node and the shims first. */
  readonly systemPath: string;
  readonly shimFolder: string;
  readonly pauses: CancelPauses;
  readonly pagesUrl: (repository: string) => string;
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function toSettings(options: ExecutorOptions): Settings {
  const serverUrl = options.serverUrl ?? options.forge.apiUrl;
  const shimFolder = join(options.workFolder, 'shims');
  const found = options.systemPath ?? defaultPath;
  return {
    workFolder: options.workFolder,
    logger: options.logger,
    serverUrl,
    machines: {
      hosted: options.hosted ?? ['ubuntu-latest', 'ubuntu-24.04', 'ubuntu-22.04'],
      selfHosted: options.selfHosted,
    },
    toolFolder: options.toolFolder,
    parallelJobs: options.parallelJobs ?? 2,
    systemPath: [shimFolder, dirname(process.execPath), found].join(delimiter),
    shimFolder,
    pauses: options.pauses ?? runnerPauses,
    pagesUrl: options.pagesUrl ?? ((repository) => `${serverUrl}/${repository}/pages/`),
  };
}
