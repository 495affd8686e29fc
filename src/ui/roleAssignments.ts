import * as l10n from "@vscode/l10n";
import type { MissingAccess } from "../planning/permissionCheck";
import { wordForBoth } from "../base/shellQuoting";

/** A role that an account does not have. */
export interface MissingRole {
  readonly missing: Pick<MissingAccess, "role" | "scope">;
  /** Who is signed in, as a user name; undefined where that is not known anymore. */
  readonly account: string | undefined;
}

/** What a person can copy for the roles that are missing. */
export interface RoleAssignments {
  /** One for each role that is missing somewhere. */
  readonly commands: readonly string[];
  /** A sentence that says why there is no command for one of them; empty where there are all. */
  readonly remark: string;
}

/** The commands that assign the roles that are missing, as far as they can be quoted for a shell. */
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
 * The Azure CLI command that assigns a role that has what is missing, quoted so that bash and
 * PowerShell read it alike; undefined where that cannot be. On Windows a batch file takes it from
 * PowerShell and breaks at parentheses: with the role behind the scope it then runs nothing, where
 * it would else assign the role at what is left of the scope.
 * Source: github.com/Azure/azure-cli/issues/4225
 *
 * @param account who is signed in, as a user name; anything else leaves a gap to be filled in.
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
