import type { Environment } from '@orangery/schemas';
import manifest from '../../../package.json' with { type: 'json' };
import type { BackendChoice } from '../../compute/backend.ts';

/** What a browser tells of itself, as in `navigator`. */
export interface PageFacts {
  readonly userAgent: string;
  readonly platform?: string;
  readonly hardwareConcurrency?: number;
  /** In GiB, rounded; absent where a browser keeps it back. */
  readonly deviceMemory?: number;
}

/** The visitor's device and software, for receipts: as little as a browser tells. */
export function describePage(backend: BackendChoice, page: PageFacts): Environment {
  const { hardwareConcurrency: cores = 1, deviceMemory = 0 } = page;
  return {
    orangery: manifest.version,
    node: browserName(page.userAgent),
    backend: backend.name,
    library: backend.library,
    platform: page.platform || 'unknown',
    processor: 'unknown',
    cores: Math.max(1, cores),
    memoryBytes: deviceMemory * 1024 ** 3,
    ...(backend.gpu === undefined ? {} : { gpu: backend.gpu }),
    ...(backend.choice === undefined ? {} : { choice: [...backend.choice] }),
  };
}

/** Most specific first: Edge and Chrome also call themselves Safari. */
const browsers = ['Firefox', 'Edg', 'Chrome', 'HeadlessChrome', 'Version'];
const titles: Readonly<Record<string, string>> = {
  Edg: 'Edge',
  HeadlessChrome: 'Chrome',
  Version: 'Safari',
};

function browserName(userAgent: string): string {
  for (const name of browsers) {
    const version = new RegExp(`\\b${name}/(\\d+)`).exec(userAgent)?.[1];
    if (version !== undefined) return `${titles[name] ?? name} ${version}`;
  }
  return 'a browser';
}
