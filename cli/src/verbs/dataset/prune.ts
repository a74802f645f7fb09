import { formatBytes } from '@orangery/schemas';
import { defaultCacheBytes, pruneCache } from '@orangery/runner';
import { runnerFolders } from '../../folders.ts';
import { wholeNumber } from '../../options.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';
import { recordOf } from './list.ts';

interface PruneCommandOptions {
  readonly maxBytes?: number;
  readonly all?: boolean;
}

export const pruneCommand: Verb = (group, context) => {
  addCommand(
    group,
    context,
    'prune',
    'remove from the cache what was used least recently, never what is in use',
    ['orangery dataset prune --max-bytes 5000000000', 'orangery dataset prune --all'],
  )
    .option(
      '--max-bytes <bytes>',
      `how large the cache may stay; ORANGERY_CACHE_BYTES or ${formatBytes(defaultCacheBytes)} when absent`,
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--all', 'remove all that no running process uses')
    .action(async (options: PruneCommandOptions) => prune(context, options));
};

async function prune(context: Context, options: PruneCommandOptions): Promise<void> {
  const { terminal } = context;
  const { cache: folder, cacheBytes = defaultCacheBytes } = await runnerFolders(context);
  const { all: isAll = false, maxBytes = isAll ? 0 : cacheBytes } = options;
  const world = createWorld(context, () => {});
  const keepRecent = isAll ? { keepRecentMs: 0 } : {};
  const { removed, keptBytes, inUseBytes } = await pruneCache({
    ...{ folder, maxBytes, world },
    ...keepRecent,
  });
  const freedBytes = removed.reduce((total, { bytes }) => total + bytes, 0);
  terminal.print(
    `Removed ${removed.length} (${formatBytes(freedBytes)}), kept ${formatBytes(keptBytes)} in ${folder}.`,
  );
  if (keptBytes > maxBytes) {
    terminal.print(`${formatBytes(inUseBytes)} are in use or were a moment ago; they stay.`);
  }
  terminal.record({ folder, freedBytes, keptBytes, inUseBytes, removed: removed.map(recordOf) });
}
