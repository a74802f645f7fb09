import type { HttpRequest } from '../network/http-client.ts';
import { plainText } from './plain-text.ts';
import type { Checksum, RemoteFile, ResolvedLink } from './resolved-link.ts';

export interface HttpFile {
  readonly path: string;
  readonly label: string;
  readonly identity: string;
  readonly bytes: number | undefined;
  readonly checksum: Checksum | undefined;
  /** Asked before each attempt. */
  request(): Promise<HttpRequest> | HttpRequest;
}

/** A file that is fetched by HTTP. */
export function httpFile({ bytes, checksum, request, ...file }: HttpFile): RemoteFile {
  return {
    ...file,
    label: plainText(file.label),
    ...(bytes === undefined ? {} : { bytes }),
    ...(checksum === undefined ? {} : { checksum }),
    source: { kind: 'http', request: async () => request() },
  };
}

/** A link that leads to one file. */
export function oneFile(file: RemoteFile): ResolvedLink {
  return { name: file.path, isFolder: false, files: [file] };
}

/** What a service tells about data besides its files. */
export function told(
  license: string | undefined,
  citation: string | undefined,
): Pick<ResolvedLink, 'license' | 'citation'> {
  return {
    ...(license === undefined ? {} : { license }),
    ...(citation === undefined ? {} : { citation }),
  };
}
