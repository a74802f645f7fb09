import { createHash } from 'node:crypto';
import type { WantedStage } from '../wanted-stage.ts';

/**
 * Longest name of an object: KServe and Knative put up to 16 characters behind it, and a host name's
 * part has 63 at most.
 */
const longestName = 47;
const hashLength = 10;

/**
 * Name of all objects of a stage, such as `orangery-seeds-production`: letters of RFC 1035, unlike that of
 * any other stage. A shortened one is exactly as long as no other is, so it equals no whole one.
 */
export function stageName({
  deployment,
  stage,
}: Pick<WantedStage, 'deployment' | 'stage'>): string {
  const whole = `orangery-${deployment}-${stage}`;
  if (whole.length < longestName) return whole;
  const end = `-${hashOf(whole)}-${stage}`;
  return `${whole.slice(0, longestName - end.length)}${end}`;
}

/** The value of a label, which may not be longer than 63 characters, nor hold a plus sign. */
export function labelValue(text: string): string {
  const value = text.replaceAll(/[^\w.-]/g, '_');
  if (value === text && /^[A-Za-z0-9]$|^[A-Za-z0-9].{0,61}[A-Za-z0-9]$/.test(value)) return value;
  const start = value.slice(0, 63 - hashLength - 1).replace(/^[^A-Za-z0-9]+/, '');
  return `${start}-${hashOf(text)}`.replace(/^-/, '');
}

/** Path that a stage answers below, as the server takes it: `/seeds`, `/seeds/staging`. */
export function basePath({ deployment, stage }: Pick<WantedStage, 'deployment' | 'stage'>): string {
  return stage === 'production' ? `/${deployment}` : `/${deployment}/${stage}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}
