import {
  createOctokitGitHub,
  createOctokitOrganisation,
  type AccessPlace,
  type GitHub,
  type Organisation,
} from '@orangery/actions/access';
import { Failure } from '@orangery/schemas';
import { findRoot, readRecord } from '@orangery/schemas/files';
import type { Command } from 'commander';
import { join } from 'node:path';
import type { Context } from './verb.ts';

export interface PlaceOptions {
  readonly catalogue?: string;
  readonly runner?: string;
}

/** Both repositories on GitHub, and how they are asked. */
export interface GitHubPlace {
  readonly names: Pick<AccessPlace, 'catalogue' | 'runner'>;
  readonly catalogue: GitHub;
  readonly runner: GitHub;
  readonly organisation: Organisation;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option('--catalogue <owner/name>', 'this repository on GitHub (default: orangery.config.yml)')
    .option('--runner <owner/name>', 'the repository with the machines (default: the same file)');
}

/**
 * The repositories that the options or `orangery.config.yml` name.
 * @throws Failure USAGE where neither does
 */
export async function readNames(
  { cwd }: Pick<Context, 'cwd'>,
  options: PlaceOptions,
): Promise<GitHubPlace['names']> {
  const file = 'orangery.config.yml';
  const { repositories } = await readRecord('configuration', join(await findRoot(cwd), file), file);
  const need = (which: 'catalogue' | 'runner'): string => {
    const name = options[which] ?? repositories?.[which];
    if (name !== undefined && !/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(name)) {
      throw new Failure('USAGE', `--${which}: expected owner/name, found ${JSON.stringify(name)}`);
    }
    if (name !== undefined) return name;
    throw new Failure('USAGE', `${file}: expected repositories.${which}, found none`, {
      hint: `Run orangery github init, or say --${which} owner/name.`,
    });
  };
  return { catalogue: need('catalogue'), runner: need('runner') };
}

/** Asks GitHub with the token of `GITHUB_TOKEN`; null without one. */
export function openPlace(
  { env, signal }: Pick<Context, 'env' | 'signal'>,
  names: GitHubPlace['names'],
): GitHubPlace | null {
  const token = env.GITHUB_TOKEN;
  if (token === undefined || token === '') return null;
  const apiUrl = env.GITHUB_API_URL ?? 'https://api.github.com';
  const order = { token, apiUrl, signal, job: 'this command' };
  return {
    names,
    catalogue: createOctokitGitHub({ ...order, repository: names.catalogue }),
    runner: createOctokitGitHub({ ...order, repository: names.runner }),
    organisation: createOctokitOrganisation({ ...order, repository: names.catalogue }),
  };
}
