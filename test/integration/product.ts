import * as vscode from "vscode";
import type { TestAccess } from "../../src/composition/product";

export const extensionId = "azure-deleted-resources.azure-deleted-resources";

/** The parts of package.json that the suite holds the running extension against. */
export interface Manifest {
  readonly main: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
    };
  };
}

/** The extension as VS Code has it installed; asking does not activate it. */
export function extensionUnderTest(): vscode.Extension<TestAccess | undefined> {
  const extension = vscode.extensions.getExtension<TestAccess | undefined>(extensionId);
  if (extension === undefined) {
    throw new Error(`VS Code does not have ${extensionId}.`);
  }
  return extension;
}

export function manifest(): Manifest {
  return extensionUnderTest().packageJSON as Manifest;
}

export function viewIdsInManifest(): readonly string[] {
  return Object.values(manifest().contributes.views).flatMap((views) => views.map(({ id }) => id));
}

/** What the extension gives to tests and to nobody else; activates it. */
export async function testAccess(): Promise<TestAccess> {
  const access = await extensionUnderTest().activate();
  if (access === undefined) {
    throw new Error("The extension gave the tests nothing to hold: is it in test mode?");
  }
  return access;
}
