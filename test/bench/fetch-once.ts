/** Fetches a link into an empty cache and prints, as JSON, what came and how much memory it took. */
import { existsSync, readFileSync } from 'node:fs';
import { noAccess } from '../../runner/src/dataset/access.ts';
import { fetchFile } from '../../runner/src/dataset/download/fetch-file.ts';
import { defaultFetchLimits } from '../../runner/src/dataset/fetch-options.ts';
import { realNetwork } from '../../runner/src/dataset/network/network.ts';

const [link = '', cacheFolder = ''] = process.argv.slice(2);
const url = new URL(link);

const { sha256, bytes } = await fetchFile(
  {
    ...{ path: 'data.csv', label: link, identity: link },
    source: { kind: 'http', request: async () => ({ url }) },
  },
  {
    network: realNetwork,
    options: {
      ...{ allowLocal: true, baseFolder: cacheFolder, cacheFolder, access: noAccess },
      limits: defaultFetchLimits,
      world: {
        now: Date.now,
        signal: new AbortController().signal,
        logger: { debug: note, info: note, warn: note },
        report: () => {},
      },
    },
  },
);
process.stdout.write(`${JSON.stringify({ sha256, bytes, peakBytes: peakBytes() })}\n`);

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Linux counts for `maxRSS` what the process that started this one had, too. */
function peakBytes(): number {
  const status = '/proc/self/status';
  const text = existsSync(status) ? readFileSync(status, 'utf8') : '';
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1];
  return 1024 * Number(own ?? process.resourceUsage().maxRSS);
}
