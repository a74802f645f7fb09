import type { DatasetAccess } from '../access.ts';
import { labelOfS3 } from '../links/s3.ts';
import type { Destination } from './destination.ts';

/** The dataset link of a file that lies at a destination. It holds nothing that gives access. */
export function linkOf(
  destination: Destination,
  name: string,
  { s3 }: Pick<DatasetAccess, 's3'>,
): string {
  switch (destination.kind) {
    case 's3': {
      const { bucket, key, region, endpoint = s3.endpoint } = destination;
      const link = labelOfS3({ bucket, key: `${key}${name}` });
      const query = [
        // who fetches it elsewhere has another environment
        ...(endpoint === undefined ? [] : [`endpoint=${endpoint.href.replace(/\/$/, '')}`]),
        ...(region === undefined ? [] : [`region=${region}`]),
      ];
      return query.length === 0 ? link : `${link}?${query.join('&')}`;
    }
    case 'webdav': {
      const { protocol, host, pathname } = destination.url;
      return `webdav${protocol === 'http:' ? '+http' : ''}://${host}${pathname}${name}`;
    }
    case 'rclone':
      return `rclone:${destination.remote}:${destination.path}${name}`;
    case 'github':
      return `github://${destination.owner}/${destination.repository}@${destination.tag}/${name}`;
  }
}
