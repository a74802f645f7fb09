import { importImage } from './import-image.ts';

/**
 * Makes, or finds again, an image of this machine's Caddy, where the official one cannot be pulled.
 * @returns its name, `orangery-test/edge:<hash>`
 */
export async function edgeImage(): Promise<string> {
  return importImage({
    repository: 'orangery-test/edge',
    programs: { caddy: '/usr/bin/caddy' },
    // as the official image has it: without it in its bounds the program is not even started
    capabilities: { '/usr/bin/caddy': 'cap_net_bind_service=+ep' },
    libraries: ['libresolv.so.2', 'libnss_dns.so.2', 'libnss_files.so.2'],
    texts: {
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/false\n',
      '/etc/nsswitch.conf': 'hosts: files dns\n',
    },
    changes: ['ENV PATH=/usr/bin'],
  });
}
