type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What asks for the sandbox: on a machine whose environment names an image of it, all training and
 * measuring is done there.
 */
export function sandboxWords(env: Environment): readonly string[] {
  return env['ORANGERY_SANDBOX_IMAGE'] ? ['--sandbox'] : [];
}

const passed =
  /^(ORANGERY_SANDBOX_[A-Z]+|DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|XDG_RUNTIME_DIR)$/;

/** Where the engine is, and the sandbox's limits; the sandbox itself sees nothing of it. */
export function sandboxEnvironment(env: Environment): Record<string, string> {
  if (sandboxWords(env).length === 0) return {};
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => passed.test(entry[0]) && Boolean(entry[1]),
  );
  return Object.fromEntries(kept);
}
