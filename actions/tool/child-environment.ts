import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What reaching data takes, by the names that each service's own tools use. */
const passed =
  /^(PATH|LANG|LC_ALL|TZ|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|ORANGERY_SANDBOX_IMAGE|AWS_[A-Z0-9_]+|WEBDAV_[A-Z]+|HF_[A-Z]+|ZENODO_[A-Z]+|DROPBOX_[A-Z]+|GOOGLE_DRIVE_[A-Z]+|RCLONE_[A-Z0-9_]+|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/;

/**
 * The environment of the training: nothing of GitHub's, no token, no input. The signing key goes into a
 * file of the state folder that only its user reads.
 */
export async function childEnvironment(
  env: Environment,
  { work, cache, state, signingKey, secret }: Folders,
): Promise<Record<string, string>> {
  const stateFolder = state ?? join(work, 'state');
  if (signingKey !== undefined) {
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    const key = join(stateFolder, 'runner-key.pem');
    await writeFile(key, `${signingKey.trim()}\n`, { mode: 0o600 });
    await chmod(key, 0o600);
  }
  const kept = Object.entries(env).filter(([name, value]) => passed.test(name) && value);
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    ...(secret !== undefined && {
      [`ORANGERY_SECRET_${secret}`]: env['ORANGERY_SECRET_LINK'] ?? '',
    }),
    HOME: work,
    NO_COLOR: '1',
    ORANGERY_STATE: stateFolder,
    ORANGERY_CACHE: cache ?? join(work, 'cache'),
  };
}

interface Folders {
  readonly work: string;
  readonly cache: string | undefined;
  readonly state: string | undefined;
  readonly signingKey: string | undefined;
  readonly secret: string | undefined;
}
