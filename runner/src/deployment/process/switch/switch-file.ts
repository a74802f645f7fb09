import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { targetFolder, type HostFolders } from '../../host/host-folders.ts';

/** How the switch of this machine is reached. */
export interface SwitchFile {
  readonly pid: number;
  /** Whoever can read the file may tell the switch what to do. */
  readonly token: string;
  readonly control: string;
  /** Where deployments answer. */
  readonly address: string;
}

export function switchFile(folders: HostFolders): string {
  return join(targetFolder(folders, 'process'), 'switch.json');
}

/** For its owner's eyes only, from its first moment. */
export async function writeSwitchFile(path: string, content: SwitchFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  await writeFile(fresh, JSON.stringify(content), { mode: 0o600 });
  await rename(fresh, path);
}

/** Of this process; while it ended another switch may have been started. */
export async function removeSwitchFile(path: string): Promise<void> {
  if ((await readSwitchFile(path))?.pid === process.pid) await rm(path, { force: true });
}

/** Undefined where no switch has been started, or its file cannot be understood. */
export async function readSwitchFile(path: string): Promise<SwitchFile | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isSwitchFile(found) ? found : undefined;
  } catch {
    // there is none: one is started
    return undefined;
  }
}

function isSwitchFile(value: unknown): value is SwitchFile {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, token, control, address } = value as Record<string, unknown>;
  return (
    typeof pid === 'number' && [token, control, address].every((one) => typeof one === 'string')
  );
}
