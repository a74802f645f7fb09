import { runCommand } from '../../command.ts';
import { isProcessAlive, processName } from '../../dataset/cache/process-name.ts';
import type { LockedEngine } from './run-locked.ts';

/** Whose container it is: host and process. */
const ownerLabel = 'org.orangery.sandbox';
/** Milliseconds since 1970, after which it is nobody's. */
const untilLabel = 'org.orangery.sandbox.until';
const graceMs = 5 * 60_000;

/** What a container is found by when whoever started it was killed. */
export function ownLabels(seconds: number, now: number): Readonly<Record<string, string>> {
  const until = Math.round(now + seconds * 1000 + graceMs);
  return { [ownerLabel]: processName(), [untilLabel]: String(until) };
}

/** Removes containers, and then networks, whose process has ended without doing so, and no others. */
export async function removeLeftovers(engine: LockedEngine, now: number): Promise<void> {
  const containers = { list: ['ps', '--all'], remove: ['rm', '--force', '--volumes'] };
  const networks = { list: ['network', 'ls'], remove: ['network', 'rm'] };
  for (const kind of [containers, networks]) await removeKind(kind, engine, now);
}

interface Kind {
  readonly list: readonly string[];
  readonly remove: readonly string[];
}

async function removeKind({ list, remove }: Kind, engine: LockedEngine, now: number) {
  const format = `{{.ID}}\t{{.Label "${ownerLabel}"}}\t{{.Label "${untilLabel}"}}`;
  const asked = [...list, '--no-trunc', '--filter', `label=${ownerLabel}`, '--format', format];
  const options = { cwd: '/', ...engine, timeoutMs: 60_000 };
  const { stdout } = await runCommand('docker', asked, options);
  for (const line of stdout.split('\n').filter(Boolean)) {
    const [id = '', owner = '', until = ''] = line.split('\t');
    if (isProcessAlive(owner) !== false && now < Number(until)) continue;
    // another run may do the same just now
    await runCommand('docker', [...remove, '--', id], options).catch(() => {});
  }
}
