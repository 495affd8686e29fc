import * as l10n from "@vscode/l10n";
import type { MissingAccess } from "../planning/permissionCheck";
import { wordForBoth } from "../base/shellQuoting";

/** A role that an account does not have. */
export interface MissingRole {
  readonly missing: Pick<MissingAccess, "role" | "scope">;
  /** Who is signed in, as a user name; undefined where that is not known anymore. */
  readonly account: string | undefined;
}

/** The commands to copy for missing roles. */
export interface RoleAssignments {
  /** One per missing role and scope. */
  readonly commands: readonly string[];
  /** Why a role has no command, in one sentence; empty where all have one. */
  readonly remark: string;
}

/** Commands that assign the missing roles, where they can be quoted for a shell. */
export function roleAssignments(all: readonly MissingRole[]): RoleAssignments {
  const made = all.map(({ missing, account }) => ({
    missing,
    command: roleAssignmentCommand(missing, account),
  }));
  const [without] = made.filter(({ command }) => command === undefined);
  return {
    commands: [...new Set(made.flatMap(({ command }) => command ?? []))],
    remark:
      without === undefined
        ? ""
        : l10n.t(
            'There\'s no command to copy for the role "{0}" because "{1}" contains characters with a special meaning in a shell. Assign the role in the Azure portal.',
            without.missing.role,
            without.missing.scope,
          ),
  };
}

/**
 * The Azure CLI command for a role assignment, quoted so that bash and PowerShell read it the same;
 * undefined where that isn't possible. On Windows, az is a batch file, which breaks at parentheses
 * when called from PowerShell: with the role after the scope it then fails, instead of assigning
 * the role at a truncated scope.
 * Source: github.com/Azure/azure-cli/issues/4225
 *
 * @param account the signed-in user name; anything else leaves a placeholder.
 */
export function roleAssignmentCommand(
  { role, scope }: Pick<MissingAccess, "role" | "scope">,
  account: string | undefined,
): string | undefined {
  const assignee =
    account !== undefined && /^[^\s@]+@[^\s@]+$/.test(account) ? wordForBoth(account) : undefined;
  const quotedScope = wordForBoth(scope);
  const quotedRole = wordForBoth(role);
  return quotedScope === undefined || quotedRole === undefined
    ? undefined
    : `az role assignment create --assignee ${assignee ?? somebody()} --scope ${quotedScope} --role ${quotedRole}`;
}

/** In a command, in place of the account that is to get the role. */
function somebody(): string {
  return `"<${l10n.t("object ID or user name")}>"`;
}
