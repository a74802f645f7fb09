import { join } from 'node:path';
import {
  openContainers,
  type CodeOptions,
  type ContainerOptions,
  type OpenContainers,
} from '@orangery/runner';
import { withoutControls } from '@orangery/schemas';
import { codeOptions } from './code-options.ts';
import { imagesOf, programEnvironment } from './deployment/open-deployer.ts';
import { personalFolders } from './folders.ts';
import type { Context } from './verb.ts';

export interface ContainersOrder {
  /** Of the modules. */
  readonly folders: readonly string[];
  /** How code of modules is run besides. */
  readonly options: { readonly trustCode?: boolean };
  /** Servers that run already, by module. */
  readonly running?: OpenContainers['servers'];
  /** Of a tool; tools are not started where absent. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly context: Context;
}

/**
 * Works with modules whose containers run meanwhile, and ends them afterwards; of other modules nothing is
 * started.
 * @throws Failure ENGINE_UNAVAILABLE, CONTAINER_FAILED, IMAGE_BUILD_FAILED; what the work throws
 */
export async function withContainers<Result>(
  { folders, options, running = {}, settings, context }: ContainersOrder,
  work: (code: CodeOptions) => Promise<Result>,
): Promise<Result> {
  const opened = await openContainers(folders, {
    ...{ ...containerOptions(context), running },
    ...(settings !== undefined && { settings }),
  });
  try {
    const containers = { ...running, ...opened.servers };
    return await work({ ...codeOptions(context, options), containers });
  } finally {
    await opened.close();
  }
}

/** With what containers of modules are made on this machine. */
export function containerOptions(context: Context): ContainerOptions {
  const { signal, terminal } = context;
  const { state } = personalFolders(context);
  const say = (message: string): void => terminal.note(withoutControls(message));
  return {
    ...{ signal, env: programEnvironment(context) },
    folder: join(state, 'deployments', 'images'),
    images: imagesOf(context),
    logger: { debug: () => {}, info: say, warn: say },
  };
}
