import { Failure } from '@orangery/schemas';

export function badStatus(label: string, status: number): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected 200 OK, found ${status}`, {
    hint: hintByStatus[status] ?? 'Open the link in a browser; if it works there, try again.',
  });
}

const noAccess = 'The data is not public. Share it by a link that works without logging in.';
const gone = 'Nothing lies there: check the link for a typing mistake.';

const hintByStatus: Readonly<Record<number, string>> = {
  401: noAccess,
  403: noAccess,
  404: gone,
  410: gone,
  429: 'The server asks to wait: try again later.',
};

export function tooLarge(label: string, limit: number, found: string): Failure {
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected at most ${limit} bytes, found ${found}`,
  );
}

/** The connection ended before the file did. */
export function stopped(
  label: string,
  bytes: number,
  totalBytes: number | undefined,
  cause?: unknown,
): Failure {
  const of = totalBytes ?? 'an unknown number of';
  return new Failure('DOWNLOAD_FAILED', `${label}: stopped after ${bytes} of ${of} bytes`, {
    cause,
    hint: 'The server or the line broke off: try again.',
  });
}

export function wrongLength(label: string, told: number, found: string): Failure {
  return new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected ${told} bytes, as the service told, found ${found}`,
    { hint: 'The file was changed or is damaged at the service: look at it there.' },
  );
}

export function wrongChecksum(label: string, expected: string, found: string): Failure {
  return new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected ${expected}, as the service told, found ${found}`,
    { hint: 'The file was changed or is damaged at the service: look at it there.' },
  );
}

export function tooSlow(label: string, bytesPerSecond: number, leastPerSecond: number): Failure {
  return new Failure(
    'TIMED_OUT',
    `${label}: expected at least ${leastPerSecond} bytes a second, found ${Math.round(bytesPerSecond)}`,
    { hint: 'The server is too slow: try again later, or take the data from another place.' },
  );
}

export function diskFull(label: string, folder: string, cause?: unknown, needed?: string): Failure {
  const expected = needed === undefined ? 'room for it' : needed;
  return new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected ${expected} in the cache ${folder}, found the disk full`,
    {
      cause,
      hint: 'Free space there with orangery dataset prune, or name another folder in ORANGERY_CACHE.',
    },
  );
}
