import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pythonImage } from '../engine/python-image.ts';
import { root } from '../orangery.ts';

const fixture = join(root, 'test/fixtures/containers/centroids/centroids.py');
const packages = '/opt/python/packages';

/**
 * An image of DEEPaaS itself with a small model of leaves.
 * @param deepaasRun the program `deepaas-run` of a virtual environment
 * @returns its name
 */
export async function centroidsImage(deepaasRun: string): Promise<string> {
  return pythonImage({
    repository: 'orangery-test/centroids',
    python: join(dirname(deepaasRun), 'python'),
    texts: {
      [`${packages}/centroids.py`]: await readFile(fixture, 'utf8'),
      [`${packages}/centroids-1.0.0.dist-info/METADATA`]:
        'Metadata-Version: 2.1\nName: centroids\nVersion: 1.0.0\n',
      [`${packages}/centroids-1.0.0.dist-info/entry_points.txt`]:
        '[deepaas.v2.model]\ncentroids = centroids\n',
      '/srv/models/centroids.json': JSON.stringify({ oak: [80, 40], willow: [90, 12] }),
    },
    changes: ['CMD ["python3", "-m", "deepaas.cmd.run", "--listen-ip", "0.0.0.0"]'],
  });
}

/** Leaves of three species in a table, the same each time. */
export function leafTable(rows = 60): string {
  const species = [
    ['oak', 80, 40],
    ['willow', 90, 12],
    ['birch', 45, 30],
  ] as const;
  const lines = Array.from({ length: rows }, (_, index) => {
    const [name, length, width] = species[(index + (index >> 2)) % species.length]!;
    return `${length + (index % 7) - 3},${width + (index % 5) - 2},${name}`;
  });
  return `length,width,species\n${lines.join('\n')}\n`;
}
