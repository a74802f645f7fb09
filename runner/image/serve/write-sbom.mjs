// `npm sbom … | node write-sbom.mjs <file> <name>`: what is in an image, as CycloneDX JSON: npm's packages with
// their licences, Node, and the packages of Debian that the base image has.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [file, name] = process.argv.slice(2);
const sbom = JSON.parse(readFileSync(0, 'utf8'));
const version = process.versions.node;
sbom.metadata.component.name = name;
sbom.components.push(
  {
    ...{ type: 'application', name: 'node', version, 'bom-ref': `pkg:generic/node@${version}` },
    purl: `pkg:generic/node@${version}`,
  },
  ...debianPackages('/var/lib/dpkg/status'),
);
writeFileSync(file, JSON.stringify(sbom, null, 2));

function debianPackages(status) {
  // a base image that is no Debian has none
  if (!existsSync(status)) return [];
  const blocks = readFileSync(status, 'utf8').split('\n\n');
  return blocks.flatMap((block) => {
    const field = (key) => new RegExp(`^${key}: (.*)$`, 'm').exec(block)?.[1];
    const name = field('Package');
    if (name === undefined || !field('Status')?.endsWith(' installed')) return [];
    const version = field('Version');
    const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${field('Architecture')}`;
    return [{ type: 'library', name, version, 'bom-ref': purl, purl }];
  });
}
