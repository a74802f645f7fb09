import { runDocker } from '../../deployment/compose/compose.ts';
import type { LockedEngine } from '../../sandbox/locked/run-locked.ts';

/** An image that another stands on. */
export interface BaseImage {
  /** As it is named. */
  readonly reference: string;
  /** On this engine, `sha256:…`; null where it has none of that name. */
  readonly id: string | null;
  /** What it is pulled by, `name@sha256:…`; null where it was never in a registry, or is not known. */
  readonly digest: string | null;
}

/**
 * Images that a Dockerfile builds on, in their order, each once; not its own stages.
 * @param buildArgs that were given to the build
 */
export function basesOf(
  dockerfile: string,
  buildArgs: Readonly<Record<string, string>>,
): readonly string[] {
  const values = new Map<string, string>();
  const stages = new Set<string>();
  const bases = new Set<string>();
  for (const line of linesOf(dockerfile)) {
    const [, name = '', value = ''] = /^ARG\s+([A-Za-z_]\w*)(?:=(\S*))?/i.exec(line) ?? [];
    // those below FROM belong to a stage
    if (name !== '' && bases.size + stages.size === 0) {
      values.set(name, buildArgs[name] ?? value.replaceAll(/^["']|["']$/g, ''));
    }
    const [, image = '', stage = ''] = fromLine.exec(line) ?? [];
    if (image === '') continue;
    const named = filled(image, values);
    if (!stages.has(named.toLowerCase()) && named !== 'scratch') bases.add(named);
    if (stage !== '') stages.add(stage.toLowerCase());
  }
  return [...bases];
}

const fromLine = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i;

/** Without comments, with continued lines in one. */
function linesOf(text: string): readonly string[] {
  const kept = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  return kept
    .join('\n')
    .replaceAll(/\\[ \t]*\n/g, ' ')
    .split('\n')
    .map((line) => line.trim());
}

/** `${NAME}`, `$NAME` and `${NAME:-default}` as a build reads them. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)(?::-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, fallback?: string, plain?: string) =>
      values.get(braced ?? plain ?? '') || (fallback ?? ''),
  );
}

/** An image as this engine knows it; one that it does not have is known by its name alone. */
export async function findBase(reference: string, engine: LockedEngine): Promise<BaseImage> {
  const args = ['image', 'inspect', '--format', '{{.Id}} {{json .RepoDigests}}', '--', reference];
  const found = await runDocker(args, engine).catch(() => {
    engine.signal.throwIfAborted();
    return '';
  });
  const [, id, listed = '[]'] = /^(sha256:[0-9a-f]{64}) (\[.*\])\s*$/s.exec(found) ?? [];
  const named = /@sha256:[0-9a-f]{64}$/.test(reference) ? reference : null;
  if (id === undefined) return { reference, id: null, digest: named };
  const digests: unknown = JSON.parse(listed);
  return { reference, id, digest: named ?? ownDigest(reference, digests) };
}

/** An image may be in several registries: that of its own name comes first. */
function ownDigest(reference: string, digests: unknown): string | null {
  const all = Array.isArray(digests) ? digests.filter((one) => typeof one === 'string') : [];
  const name = reference.replace(/:[^:/]+$/, '');
  return all.find((one) => one.startsWith(`${name}@`)) ?? all[0] ?? null;
}
