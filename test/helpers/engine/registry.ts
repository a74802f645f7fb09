import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../started-program.ts';

export interface Registry {
  /** `127.0.0.1:<port>`, to which engines speak without TLS. */
  readonly host: string;
  /** The digest that a tag stands for, by the registry itself; null where there is none. */
  digestOf(repository: string, tag: string): Promise<string | null>;
  stop(): Promise<void>;
}

const manifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** Starts Debian's registry of images on a free port, with a folder of its own. */
export async function startRegistry(program: string): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-registry-'));
  const configuration = join(folder, 'config.yml');
  const content = {
    version: 0.1,
    log: { level: 'info', formatter: 'json' },
    storage: { filesystem: { rootdirectory: join(folder, 'images') } },
    http: { addr: '127.0.0.1:0' },
  };
  // JSON is YAML
  await writeFile(configuration, JSON.stringify(content));
  const args = ['serve', configuration];
  const { found: host, stop } = await startProgram(program, args, /listening on ([\d.]+:\d+)/);
  return {
    host,
    digestOf: async (repository, tag) => {
      const url = `http://${host}/v2/${repository}/manifests/${tag}`;
      const found = await fetch(url, { method: 'HEAD', headers: { accept: manifest } });
      return found.headers.get('docker-content-digest');
    },
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
