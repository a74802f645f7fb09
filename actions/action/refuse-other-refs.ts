import { Failure } from '@orangery/schemas';

/**
 * Whatever acts for others runs the code of `main` alone.
 * @throws Failure ACCESS_REFUSED
 */
export function refuseOtherRefs(ref: string): void {
  if (ref === 'refs/heads/main') return;
  throw new Failure('ACCESS_REFUSED', `This job: expected refs/heads/main, found ${ref}`, {
    hint: 'Start the workflow on main.',
  });
}
