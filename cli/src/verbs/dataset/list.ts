import { formatBytes } from '@orangery/schemas';
import { listCache, type CacheEntry } from '@orangery/runner';
import { runnerFolders } from '../../folders.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';

export const listCommand: Verb = (group, context) => {
  addCommand(group, context, 'list', 'show what the cache holds, used last first', [
    'orangery dataset list',
    'orangery dataset list --json',
  ]).action(async () => list(context));
};

async function list(context: Context): Promise<void> {
  const { terminal } = context;
  const { cache: folder } = await runnerFolders(context);
  const entries = await listCache(folder);
  const bytes = entries.reduce((total, entry) => total + entry.bytes, 0);
  if (entries.length === 0) terminal.print(`Nothing in ${folder}.`);
  else {
    terminal.print(terminal.table(['from', 'what', 'size', 'used last', 'sha256'], rows(entries)));
    terminal.print(`\n${formatBytes(bytes)} in ${folder}`);
  }
  terminal.record({ folder, bytes, entries: entries.map(recordOf) });
}

const kinds: Readonly<Record<CacheEntry['kind'], string>> = {
  file: 'file',
  view: 'unpacked',
  part: 'cut off',
};

function rows(entries: readonly CacheEntry[]): string[][] {
  return entries.map(({ kind, labels, bytes, usedAt, key }) => [
    labels.join(', ') || '–',
    kinds[kind],
    formatBytes(bytes),
    minuteOf(usedAt),
    kind === 'part' ? '–' : key.slice(0, 12),
  ]);
}

/** What records show of an entry; a part's key is no hash of its content. */
export function recordOf({ kind, key, labels, bytes, usedAt }: CacheEntry): object {
  const hash = kind === 'part' ? {} : { sha256: key };
  return { kind, ...hash, labels, bytes, usedAt: new Date(usedAt).toISOString() };
}

function minuteOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
