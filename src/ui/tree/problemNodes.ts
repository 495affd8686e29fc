import * as vscode from "vscode";
import type { AccountProblem, Subscription } from "../../account/account";
import type { ArmFailure } from "../../azure/errors";
import { commandIds, contextFlags } from "../ids";
import { subscriptionKey } from "../../inventory/inventorySnapshot";
import type { Explain } from "../../services/errors/errorTable";
import type { SoftDeleteService } from "../../services/service";
import { failedIcon, tooltipOf } from "../appearance";
import type { FailedAttempt } from "../failureDetails";
import { label, visible } from "../text";
import type { TreeNode } from "../treeNode";

/**
 * A service that could not be read, and why; Enter or a click tries again. It is in the
 * service's place, or under it where an earlier reading still shows.
 */
export class FailureNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;
  readonly #sentence: string;
  readonly #description: string;

  /** @param where the subscription, where the row is not below it. */
  constructor(
    readonly subscription: Subscription,
    readonly service: SoftDeleteService,
    private readonly failure: ArmFailure,
    explain: Explain,
    private readonly where?: string,
  ) {
    this.id = `${subscriptionKey(subscription)}|${service.id}|failure`;
    this.#sentence = explain(service.id, failure);
    this.#description = [...(where === undefined ? [] : [where]), label(this.#sentence)].join(
      " · ",
    );
    this.signature = `${this.#description}|${failure.correlationId ?? ""}`;
  }

  /** For Copy Details. */
  get attempt(): FailedAttempt {
    return {
      what: vscode.l10n.t("{0} couldn't be read", this.service.name),
      target: `/subscriptions/${this.subscription.subscriptionId}`,
      sentence: this.#sentence,
      failure: this.failure,
    };
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.service.name, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = failedIcon();
    const signIn = this.failure.code === "SignInNeeded";
    item.contextValue = [
      signIn ? contextFlags.tenant : contextFlags.branch,
      contextFlags.failure,
    ].join(";");
    item.tooltip = tooltipOf(vscode.l10n.t("{0} couldn't be read", this.service.name), [
      [vscode.l10n.t("Reason"), this.#sentence],
      [
        vscode.l10n.t("What to do"),
        signIn
          ? vscode.l10n.t("select this row to sign in")
          : vscode.l10n.t("select this row to try again"),
      ],
      ...(this.failure.correlationId === undefined
        ? []
        : [[vscode.l10n.t("Correlation ID"), this.failure.correlationId] as const]),
    ]);
    // Complete text, because screen readers read rows that are truncated visually.
    const parts = [this.service.name, this.where, visible(this.#sentence)];
    item.accessibilityInformation = {
      label: parts.filter((part) => part !== undefined).join(", "),
    };
    item.command = signIn
      ? {
          command: commandIds.signInToTenant,
          title: vscode.l10n.t("Sign In to This Tenant..."),
          arguments: [this],
        }
      : { command: commandIds.refresh, title: vscode.l10n.t("Try Again"), arguments: [this] };
    return item;
  }
}

export class AccountProblemNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;
  readonly #sentence: string;

  constructor(
    readonly problem: AccountProblem,
    explain: Explain,
  ) {
    const { kind, message, tenantId, accountId, failure } = problem;
    this.#sentence =
      failure === undefined
        ? message
        : vscode.l10n.t("Couldn't list the subscriptions. {0}", explain(undefined, failure));
    this.id = ["problem", tenantId, accountId, message].join("|");
    this.signature = kind;
  }

  /** For Copy Details. */
  get attempt(): FailedAttempt {
    return { what: this.#where, sentence: this.#sentence, failure: this.problem.failure };
  }

  get #where(): string {
    const { tenantId, tenantName, accountLabel } = this.problem;
    return tenantName ?? tenantId ?? accountLabel ?? vscode.l10n.t("Azure account");
  }

  item(): vscode.TreeItem {
    const { kind } = this.problem;
    const where = this.#where;
    const item = new vscode.TreeItem(label(where), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = label(this.#sentence);
    item.iconPath = kind === "signInNeeded" ? new vscode.ThemeIcon("account") : failedIcon();
    item.contextValue =
      kind === "signInNeeded"
        ? contextFlags.tenant
        : [contextFlags.branch, contextFlags.failure].join(";");
    item.tooltip = tooltipOf(where, [[vscode.l10n.t("Reason"), this.#sentence]]);
    item.accessibilityInformation = { label: `${label(where)}, ${this.#sentence}` };
    item.command =
      kind === "signInNeeded"
        ? {
            command: commandIds.signInToTenant,
            title: vscode.l10n.t("Sign In to This Tenant..."),
            arguments: [this],
          }
        : { command: commandIds.refresh, title: vscode.l10n.t("Refresh"), arguments: [] };
    return item;
  }
}
