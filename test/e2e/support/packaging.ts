import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../../host/commands";
import { repositoryRoot } from "../../host/layout";

/** Packages the working copy as it is published, for as long as it is used. */
export async function withPackage<T>(use: (vsix: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "azure-deleted-resources-"));
  try {
    const vsix = join(folder, "extension.vsix");
    const args = ["run", "package", "--", "--out", vsix];
    const { code, output } = await runCommand("npm", args, { cwd: repositoryRoot });
    if (code !== 0) {
      throw new Error(`The extension could not be packaged:\n${output}`);
    }
    return await use(vsix);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
