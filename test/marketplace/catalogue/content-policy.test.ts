import { describe, expect, it } from 'vitest';
import { contentPolicy } from '../../../marketplace/src/catalogue/content-policy.ts';

const everywhere =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'";

describe('contentPolicy', () => {
  it('allows the site itself, and nothing in line or from elsewhere', () => {
    expect(contentPolicy([])).toBe(everywhere);
  });

  it('is widened for what a page needs, once for all that need the same, and for nothing else', () => {
    const asked = ['https://models.example.org'];
    const more = [{ 'connect-src': asked }, { 'connect-src': asked, 'worker-src': ["'self'"] }];
    const widened = everywhere.replace("connect-src 'self'", `connect-src 'self' ${asked[0]}`);
    expect(contentPolicy(more)).toBe(`${widened}; worker-src 'self'`);
    expect(contentPolicy([])).toBe(everywhere);
  });
});
