import { errors } from './errors.ts';

/** Where a server was told to listen, and by which settings (`http` for `http.host` and `http.port`). */
export interface ListenAddress {
  readonly setting: 'http' | 'server';
  readonly host: string;
  readonly port: number;
}

/** Turns the failure to listen into one line that names the setting and the way out; gives back other errors. */
export function listenError({ setting, host, port }: ListenAddress, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const other = `-E ${setting}.port=${port === 0 ? 0 : Math.min(port + 1, 65_535)}`;
  switch (code) {
    case 'EADDRINUSE':
      return errors.settings(
        `port ${port} on ${host} [${setting}.port] is taken by another program, perhaps a Longshore that runs ` +
          `already; stop it, or choose another port: ${other}`,
      );
    case 'EACCES':
      return errors.settings(
        `port ${port} [${setting}.port] is not allowed for this user; choose one above 1023, for example -E ${setting}.port=8080`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return errors.settings(
        `[${setting}.host] is [${host}], which is no address of this machine; set it to 127.0.0.1`,
      );
    default:
      return error;
  }
}
