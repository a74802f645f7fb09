import { join, resolve } from 'node:path';
import {
  composeTarget,
  folderJournal,
  processTarget,
  type Deployer,
  type HostFolders,
  type Journal,
  type HostWorld,
} from '@orangery/runner/deployment';
import { isLoopback } from '@orangery/runner';
import { Failure, type Configuration } from '@orangery/schemas';
import { findRoot, readRecord } from '@orangery/schemas/files';
import { personalFolders } from '../folders.ts';
import type { Context } from '../verb.ts';
import { version } from '../version.ts';
import { createWorld } from '../world.ts';
import type { PlaceOptions } from './deploy-options.ts';
import { createSwitchView } from './switch-view.ts';

const defaultAddress = 'http://127.0.0.1:8080';

/** Of programs that deployments are made with: git, the engine, kubectl. */
const passed = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK'],
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'],
  ...['KUBECONFIG', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'GIT_SSH_COMMAND', 'GNUPGHOME'],
  ...['https_proxy', 'http_proxy', 'no_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
];

/** The target that was asked for, else the configured one. */
export async function targetOf(
  options: PlaceOptions,
  context: Context,
): Promise<NonNullable<PlaceOptions['target']>> {
  return options.target ?? (await readConfiguration(context)).deployment?.target ?? 'process';
}

/**
 * What deploys on this machine, with its slots.
 * @throws Failure USAGE for target kubernetes, which has none
 */
export async function openDeployer(options: PlaceOptions, context: Context): Promise<Deployer> {
  const { deployment } = await readConfiguration(context);
  const targetName = await targetOf(options, context);
  if (targetName === 'kubernetes') {
    throw new Failure('USAGE', '--target kubernetes: a cluster runs this by itself', {
      hint: 'kubectl get deployments,pods -l app.kubernetes.io/managed-by=orangery shows it.',
    });
  }
  const address = options.address ?? deployment?.address ?? defaultAddress;
  const { hostname } = addressOf(address);
  const folders = await hostFolders(context);
  const world: HostWorld = { ...createWorld(context, () => {}), env: programEnvironment(context) };
  const common = { address, folders, version };
  return {
    ...{ targetName, address, folders, world },
    isLoopback: isLoopback(hostname),
    journal: await recordsJournal(context),
    onProgress: createSwitchView(context.terminal),
    openTarget: (signal) => {
      const ofTarget = { ...common, world: { ...world, signal } };
      if (targetName === 'process') return processTarget(ofTarget);
      return composeTarget({ ...ofTarget, images: imagesOf(context) });
    },
  };
}

/** Records of this machine: where the catalogue looks for them. */
export async function recordsJournal({ cwd, env }: Context): Promise<Journal> {
  return folderJournal(resolve(cwd, env.ORANGERY_RECORDS ?? join(await findRoot(cwd), 'records')));
}

/** Where this machine keeps what it deploys. */
export async function hostFolders(context: Context): Promise<HostFolders> {
  const { cache, cacheBytes, state } = personalFolders(context);
  return {
    ...{ repository: await findRoot(context.cwd), cache, state },
    ...(cacheBytes !== undefined && { cacheBytes }),
  };
}

/** Images that our own stand on; those of their makers when absent. */
export function imagesOf({ env }: Context): Parameters<typeof composeTarget>[0]['images'] {
  const {
    ORANGERY_BASE_IMAGE: base,
    ORANGERY_EDGE_IMAGE: edge,
    ORANGERY_CONTAINER_BASE_IMAGE: containerBase,
    ORANGERY_BUILD_NETWORK: network,
  } = env;
  return {
    ...(base && { base }),
    ...(edge && { edge }),
    ...(containerBase && { containerBase }),
    ...(network && { network }),
  };
}

export function programEnvironment({ env }: Context): Readonly<Record<string, string>> {
  const found = passed.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

async function readConfiguration({ cwd }: Context): Promise<Configuration> {
  const file = 'orangery.config.yml';
  return readRecord('configuration', join(await findRoot(cwd), file), file);
}

function addressOf(address: string): URL {
  const isGood = /^https?:\/\/[\w.-]+(:\d{1,5})?$/.test(address);
  if (isGood) return new URL(address);
  throw new Failure(
    'USAGE',
    `--address: expected http(s)://host or http(s)://host:port, found ${address}`,
  );
}
