import { hashRecord, type TrainingRequest } from '@orangery/schemas';

/** `run-20261121-081500-1f0c2ab3`: also a valid module name. */
export function runName(startedAt: number, request: TrainingRequest): string {
  const time = new Date(startedAt)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .slice(0, 15);
  return `run-${time}-${hashRecord(request).slice(0, 8)}`;
}
