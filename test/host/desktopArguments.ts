import { existsSync, statSync } from "node:fs";

/** What of desktop VS Code's command line this host understands. */
export interface DesktopArguments {
  readonly extensionDevelopmentPath: string | undefined;
  readonly extensionTestsPath: string | undefined;
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly folder: string | undefined;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Reads desktop VS Code's command line; what has no meaning in a browser is passed over. */
export function parseDesktopArguments(args: readonly string[]): DesktopArguments {
  const value = (name: string) => {
    const prefix = `--${name}=`;
    const joined = args.find((argument) => argument.startsWith(prefix));
    const index = args.indexOf(`--${name}`);
    return joined?.slice(prefix.length) ?? (index === -1 ? undefined : args[index + 1]);
  };
  const named = {
    extensionDevelopmentPath: value("extensionDevelopmentPath"),
    extensionTestsPath: value("extensionTestsPath"),
    userDataDir: value("user-data-dir"),
    extensionsDir: value("extensions-dir"),
  };
  const taken = new Set<string | undefined>(Object.values(named));
  const folder = args.find((argument) => {
    return !argument.startsWith("-") && !taken.has(argument) && isFolder(argument);
  });
  return { ...named, folder };
}
