/** What is printed holds no secret: the last thing before standard output and standard error (ACC-2). */

/** What gives something away by its shape, and what is left of it. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bfh_[0-9a-f]{12}_[\w-]+/g, 'fh_…'],
  [/(Bearer\s+)[\w.~+/=-]+/gi, '$1…'],
  [/((?:session_token|two_factor|trust_device|dont_remember)\s*=\s*)[^;\s"']+/g, '$1…'],
  [/((?:token|secret|password|newPassword|currentPassword|backupCode)["']?\s*[:=]\s*["']?)(?!…)[^\s"'&,;}]+/gi, '$1…'],
  [/(\/reset-password\/)[\w-]+/g, '$1…'],
  // The password in an address of a server.
  [/(:\/\/[^:/\s@]*:)[^@/\s]+(?=@)/g, '$1…'],
  [/((?:^|\s|')cookie['"]?\s*:\s*["']?)[^\n"']+/gi, '$1…'],
];

/** A text without the given secrets and without what looks like one. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let out = text;
  for (const secret of secrets) if (secret.length >= 6) out = out.replaceAll(secret, '…');
  for (const [shape, left] of SHAPES) out = out.replace(shape, left);
  return out;
}

/** From now on everything that this process prints goes through `withoutSecrets`. */
export function hideSecrets(secrets: readonly string[]): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) =>
      write(withoutSecrets(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'), secrets), ...rest)) as typeof stream.write;
  }
}

/** The passwords in addresses of servers. */
export const passwordsIn = (...addresses: readonly (string | undefined)[]): string[] =>
  addresses.flatMap((address) => {
    if (!address || !URL.canParse(address)) return [];
    const { password } = new URL(address);
    return password ? [password, decodeURIComponent(password)] : [];
  });
