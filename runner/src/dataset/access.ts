import { Failure, rememberSecret } from '@orangery/schemas';

/** What the asker's environment gives for reaching data: credentials and the services' addresses. */
export interface DatasetAccess {
  readonly s3: S3Access;
  readonly webdav?: {
    readonly user: string;
    readonly password: string;
    /** The only host that they are shown to. */
    readonly host?: string;
  };
  readonly githubToken?: string;
  readonly huggingFaceToken?: string;
  readonly zenodoToken?: string;
  /** Where the services are; others than the public ones for mirrors and tests. */
  readonly endpoints: Endpoints;
  /** The whole environment that rclone gets. */
  readonly rclone: Readonly<Record<string, string>>;
  /** Links by their secret's name, for `secret:NAME`. */
  readonly secretLinks: Readonly<Record<string, string>>;
}

export interface S3Access {
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly region?: string;
  readonly endpoint?: URL;
}

export interface Endpoints {
  readonly zenodo: URL;
  readonly huggingFace: URL;
  /** Of the REST API. */
  readonly github: URL;
  readonly googleDrive: URL;
  readonly dropbox: URL;
}

type Environment = Readonly<Record<string, string | undefined>>;

const secretPrefix = 'ORANGERY_SECRET_';

/**
 * Reads credentials from an environment, by the names that each service's own tools use, and
 * remembers them as secrets: none is ever printed.
 */
export function readDatasetAccess(env: Environment): DatasetAccess {
  const secretLinks = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(secretPrefix) && value ? [[name.slice(secretPrefix.length), value]] : [],
    ),
  );
  const { WEBDAV_USER: user, WEBDAV_PASSWORD: password } = env;
  const access: DatasetAccess = {
    s3: readS3(env),
    ...(user && password ? { webdav: { user, password, ...given('host', env.WEBDAV_HOST) } } : {}),
    ...given('githubToken', env.GITHUB_TOKEN ?? env.GH_TOKEN),
    ...given('huggingFaceToken', env.HF_TOKEN),
    ...given('zenodoToken', env.ZENODO_TOKEN),
    endpoints: {
      zenodo: endpoint(env, 'ZENODO_ENDPOINT', 'https://zenodo.org'),
      huggingFace: endpoint(env, 'HF_ENDPOINT', 'https://huggingface.co'),
      github: endpoint(env, 'GITHUB_API_URL', 'https://api.github.com'),
      googleDrive: endpoint(env, 'GOOGLE_DRIVE_ENDPOINT', 'https://drive.usercontent.google.com'),
      dropbox: endpoint(env, 'DROPBOX_ENDPOINT', 'https://www.dropbox.com'),
    },
    rclone: rcloneEnvironment(env),
    secretLinks,
  };
  rememberAll(access, password);
  return access;
}

/** No credentials, the public services. */
export const noAccess: DatasetAccess = readDatasetAccess({});

function given<Name extends string>(name: Name, value: string | undefined) {
  return (value ? { [name]: value } : {}) as { readonly [Key in Name]?: string };
}

function readS3(env: Environment): S3Access {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const endpointName = env.AWS_ENDPOINT_URL_S3 ? 'AWS_ENDPOINT_URL_S3' : 'AWS_ENDPOINT_URL';
  return {
    ...(accessKeyId && secretAccessKey
      ? {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...given('sessionToken', env.AWS_SESSION_TOKEN),
          },
        }
      : {}),
    ...given('region', env.AWS_REGION ?? env.AWS_DEFAULT_REGION),
    ...(env[endpointName] ? { endpoint: endpoint(env, endpointName, '') } : {}),
  };
}

function endpoint(env: Environment, name: string, fallback: string): URL {
  const text = env[name] || fallback;
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new Failure('USAGE', `${name}: expected an http or https address, found "${text}"`, {
    hint: `Mend or remove ${name} in the environment.`,
  });
}

/** What rclone needs to find itself and its remotes, and nothing else. */
function rcloneEnvironment(env: Environment): Record<string, string> {
  const wanted = /^(PATH|HOME|USERPROFILE|APPDATA|XDG_CONFIG_HOME|RCLONE_.*)$/;
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

function rememberAll(access: DatasetAccess, password: string | undefined): void {
  const { credentials } = access.s3;
  rememberSecret(credentials?.secretAccessKey);
  rememberSecret(credentials?.sessionToken);
  rememberSecret(password);
  rememberSecret(access.githubToken);
  rememberSecret(access.huggingFaceToken);
  rememberSecret(access.zenodoToken);
  for (const link of Object.values(access.secretLinks)) rememberLink(link);
  for (const [name, value] of Object.entries(access.rclone)) {
    if (/^RCLONE_.*(PASS|SECRET|TOKEN|KEY|AUTH|CREDENTIAL)/i.test(name)) rememberSecret(value);
  }
}

/** A link that is a secret, and its parts as messages may name them. */
function rememberLink(link: string): void {
  rememberSecret(link);
  const url = URL.parse(link);
  if (url === null) return;
  // without its query, as messages name an address
  rememberSecret(`${url.protocol}//${url.host}${url.pathname}`);
  const isThisMachine = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  if (!isThisMachine) rememberSecret(url.hostname);
  for (const value of url.searchParams.values()) rememberSecret(value);
  // a short name may be any word, such as "dataset", and would tear holes into every message
  for (const name of url.pathname.split('/')) if (name.length >= 12) rememberSecret(name);
}
