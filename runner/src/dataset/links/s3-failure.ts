import { Failure } from '@orangery/schemas';
import type { HttpText } from '../network/http-client.ts';
import { elementsIn, rootOf, textIn, type XmlElement } from './s3-xml.ts';

/** What an S3 error code means for the person who typed the link. */
interface Meaning {
  readonly found: string;
  readonly hint: string;
}

const keys = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
const wrongKeys = `Check ${keys}, and AWS_SESSION_TOKEN where the keys are passing ones.`;
const wrongRegion = 'Name the bucket’s region in AWS_REGION or by ?region=… in the link.';

const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: {
    found: 'no bucket of this name',
    hint: 'Check the bucket’s name, and AWS_ENDPOINT_URL or ?endpoint=… for other servers than Amazon’s.',
  },
  NoSuchKey: {
    found: 'no object of this key',
    hint: 'Check the key; a folder is written with a slash at its end.',
  },
  AccessDenied: {
    found: 'no permission',
    hint: `Set ${keys} to keys that may do this, or make the data public.`,
  },
  InvalidAccessKeyId: { found: 'keys that the server does not know', hint: wrongKeys },
  SignatureDoesNotMatch: { found: 'a secret key that does not fit', hint: wrongKeys },
  InvalidToken: { found: 'a session token that is not good', hint: wrongKeys },
  ExpiredToken: {
    found: 'a session that has run out',
    hint: `Log in again, and set ${keys} and AWS_SESSION_TOKEN anew.`,
  },
  PermanentRedirect: { found: 'a bucket of another region', hint: wrongRegion },
  AuthorizationHeaderMalformed: { found: 'a bucket of another region', hint: wrongRegion },
  RequestTimeTooSkewed: {
    found: 'a clock that differs by more than 15 minutes',
    hint: 'Set this machine’s clock: signatures hold the time.',
  },
  InvalidObjectState: {
    found: 'an object in an archive that must be restored first',
    hint: 'Restore it in the S3 console (Glacier), then try again.',
  },
  SlowDown: { found: 'a server that asks to wait', hint: 'Try again later.' },
};

/** What was asked for, where an answer to a HEAD has no body to say why. */
const byStatus: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  403: 'AccessDenied',
  404: 'NoSuchKey',
};

/** The failure that an answer of another status than 2xx is. Its message text is not shown: it may hold keys. */
export function s3Failure(answer: HttpText, label: string): Failure {
  const code = codeOf(answer);
  const meaning = meanings[code];
  const found = meaning === undefined ? `${answer.status} ${code}`.trim() : meaning.found;
  return new Failure('DOWNLOAD_FAILED', `${label}: expected S3 to do as asked, found ${found}`, {
    hint:
      meaning?.hint ?? 'Check the link and AWS_ENDPOINT_URL; if both are right, try again later.',
  });
}

/** The error's code, such as `NoSuchKey`; empty when there is none. */
export function codeOf(answer: HttpText): string {
  const code = textIn(errorIn(answer), 'Code').trim();
  if (/^[A-Za-z][A-Za-z0-9.]{0,63}$/.test(code)) return code;
  return byStatus[answer.status] ?? '';
}

/** The region that an error says the bucket lies in. */
export function regionTold(answer: HttpText): string | undefined {
  const told = answer.headers['x-amz-bucket-region'] ?? textIn(errorIn(answer), 'Region').trim();
  return /^[a-z]{2}[a-z0-9-]{2,30}$/.test(told) ? told : undefined;
}

function errorIn({ text }: HttpText): XmlElement {
  return elementsIn(rootOf(text) ?? {}, 'Error')[0] ?? {};
}
