import * as vscode from "vscode";
import type { AccountProblem, Subscription } from "../../account/account";
import { explainFailure, type ArmFailure } from "../../azure/errors";
import { commandIds, contextFlags } from "../../ids";
import { subscriptionKey } from "../../recovery/inventorySnapshot";
import type { SoftDeleteService } from "../../services/service";
import { tooltipOf } from "../appearance";
import { label } from "../text";
import type { TreeNode } from "./nodes";

/**
 * A service that could not be read, and why; Enter or a click tries again. It stands in the
 * service's place, or under it where an earlier reading still shows.
 */
export class FailureNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;
  readonly #sentence: string;

  constructor(
    readonly subscription: Subscription,
    readonly service: SoftDeleteService,
    private readonly failure: ArmFailure,
  ) {
    this.id = `${subscriptionKey(subscription)}|${service.id}|failure`;
    this.#sentence = service.explain(failure) ?? explainFailure(failure);
    this.signature = `${this.#sentence}|${failure.correlationId ?? ""}`;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.service.name, vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = label(this.#sentence);
    item.iconPath = new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
    const signIn = this.failure.code === "SignInNeeded";
    item.contextValue = signIn ? contextFlags.tenant : contextFlags.branch;
    item.tooltip = tooltipOf(vscode.l10n.t("{0} could not be read", this.service.name), [
      [vscode.l10n.t("Reason"), this.#sentence],
      [
        vscode.l10n.t("Way out"),
        signIn
          ? vscode.l10n.t("select this row to sign in")
          : vscode.l10n.t("select this row to try again"),
      ],
      ...(this.failure.correlationId === undefined
        ? []
        : [[vscode.l10n.t("Correlation ID"), this.failure.correlationId] as const]),
    ]);
    item.accessibilityInformation = { label: `${this.service.name}, ${this.#sentence}` };
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

/** A tenant or account that could not be read. */
export class AccountProblemNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;

  constructor(readonly problem: AccountProblem) {
    const { kind, message, tenantId, accountId } = problem;
    this.id = ["problem", tenantId, accountId, message].join("|");
    this.signature = kind;
  }

  item(): vscode.TreeItem {
    const { kind, message, tenantId, tenantName, accountLabel } = this.problem;
    const where = tenantName ?? tenantId ?? accountLabel ?? vscode.l10n.t("Azure account");
    const item = new vscode.TreeItem(label(where), vscode.TreeItemCollapsibleState.None);
    item.id = this.id;
    item.description = label(message);
    item.iconPath =
      kind === "signInNeeded"
        ? new vscode.ThemeIcon("account")
        : new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
    item.contextValue = kind === "signInNeeded" ? contextFlags.tenant : contextFlags.branch;
    item.tooltip = tooltipOf(where, [[vscode.l10n.t("Reason"), message]]);
    item.accessibilityInformation = { label: `${label(where)}, ${message}` };
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
