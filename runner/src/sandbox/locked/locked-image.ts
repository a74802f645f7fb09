import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import type { LockedEngine } from './run-locked.ts';

/** An image that trains and measures. */
export interface LockedImage {
  /** `sha256:…` */
  readonly id: string;
  /** Of the tool that is in it, where it says so. */
  readonly commit?: string;
}

const format = '{{.Id}} {{json .Config.Labels}}';
const titles = ['Orangery serve', 'Orangery train-cpu', 'Orangery train-gpu'];

/**
 * The image by its name, as it is now.
 * @throws Failure SANDBOX_UNAVAILABLE when it is not there, or no Orangery is in it
 */
export async function lockedImage(name: string, engine: LockedEngine): Promise<LockedImage> {
  const args = ['image', 'inspect', '--format', format, '--', name];
  const { stdout } = await runCommand('docker', args, {
    ...{ cwd: '/', ...engine, timeoutMs: 30_000 },
  }).catch((error: unknown) => {
    if (engine.signal.aborted) throw error;
    throw unavailable(name, `found ${whyNot(error)}`, error);
  });
  const [id = '', ...rest] = stdout.trim().split(' ');
  const labels = labelsOf(JSON.parse(rest.join(' ')));
  if (!titles.includes(labels['org.opencontainers.image.title'] ?? '')) {
    throw unavailable(name, 'found another image');
  }
  const commit = labels['org.opencontainers.image.revision'];
  return { id, ...(commit !== undefined && /^[0-9a-f]{40}$/.test(commit) && { commit }) };
}

function labelsOf(found: unknown): Readonly<Record<string, string>> {
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function whyNot(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/no such image/i.test(text)) return 'no such image';
  return text.split('\n').at(-1)!.slice(0, 300);
}

function unavailable(name: string, found: string, cause?: unknown): Failure {
  return new Failure(
    'SANDBOX_UNAVAILABLE',
    `The image ${name}: expected one that trains, on an engine that answers, ${found}`,
    {
      ...(cause !== undefined && { cause }),
      hint: 'Build train-cpu or train-gpu as runner/image/README.md says, and name it in ORANGERY_SANDBOX_IMAGE.',
    },
  );
}
