/** A setting that cannot be used: one line that names the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
