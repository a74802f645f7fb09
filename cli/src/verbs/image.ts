import { relative, resolve } from 'node:path';
import { makeImage, type ImageOutcome } from '@orangery/runner/deployment';
import { readDatasetAccess } from '@orangery/runner';
import { Failure, toFailure } from '@orangery/schemas';
import { committedVersion } from '../deployment/committed-version.ts';
import { hostFolders, imagesOf, programEnvironment } from '../deployment/open-deployer.ts';
import { checkRegistryPlace } from '../deployment/check-registry-place.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

interface ImageOptions {
  readonly commit?: string;
  readonly push?: string;
  readonly repositoryUrl?: string;
}

interface MadeImage extends ImageOutcome {
  readonly module: string;
  readonly version: string;
  readonly commit: string;
}

/** These are the same for every module. */
const fatal: readonly string[] = ['CANCELLED', 'ENGINE_UNAVAILABLE', 'USAGE'];

export const imageVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery image leaf-classifier',
    'orangery image leaf-classifier@1.0.0 seed-classifier --push ghcr.io/acme/orangery',
  ])
    .option('--commit <commit>', 'the commit it is taken from (default: the latest)')
    .option('--push <registry/path>', 'push it there, below its id, with its version as the tag')
    .option('--repository-url <url>', 'address of the repository, for the label of the image')
    .action(async (names: readonly string[], options: ImageOptions) =>
      run(names, options, context),
    );
};

async function run(
  names: readonly string[],
  options: ImageOptions,
  context: Context,
): Promise<void> {
  if (options.push !== undefined) checkRegistryPlace(options.push);
  const images: MadeImage[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    try {
      const made = await make(name, options, context);
      tell(made, context);
      images.push(made);
    } catch (error) {
      const failure = toFailure(error);
      if (names.length === 1 || fatal.includes(failure.code)) throw failure;
      failures.push(failure);
    }
  }
  context.terminal.record({ type: 'images', images });
  if (failures.length > 0) throw joined(failures);
}

async function make(
  name: string,
  { commit, push, repositoryUrl }: ImageOptions,
  context: Context,
): Promise<MadeImage> {
  const [id = '', wanted] = name.split('@');
  const found = await committedVersion({ id, version: wanted, commit }, context);
  const version = found.module.slice(id.length + 1);
  const outcome = await makeImage({
    version: { module: { id, version }, source: { commit: found.commit } },
    ...(push !== undefined && { push }),
    ...(repositoryUrl !== undefined && { repositoryUrl }),
    ...{ folders: await hostFolders(context), bases: imagesOf(context) },
    records: resolve(context.cwd, 'out', 'images'),
    world: {
      ...createWorld(context, () => {}),
      env: programEnvironment(context),
      access: readDatasetAccess(context.env),
    },
  });
  return { module: id, version, commit: found.commit, ...outcome };
}

function tell({ kind, id, tag, digest, record }: MadeImage, { terminal, cwd }: Context): void {
  const { bold, dim, green } = terminal.colors;
  terminal.print(`${bold(tag)}  ${kind === 'unchanged' ? dim('was there') : green(kind)}`);
  terminal.print(`  id      ${id}`);
  if (digest !== null) terminal.print(`  digest  ${digest}`);
  if (record !== undefined) terminal.print(`  record  ${relative(cwd, record)}`);
}

function joined(failures: readonly Failure[]): Failure {
  const [first] = failures;
  if (failures.length === 1) return first!;
  const messages = failures.map(({ message }) => message).join('\n');
  return new Failure(first!.code, `${failures.length} modules have no image:\n${messages}`);
}
