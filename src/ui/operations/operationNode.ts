import * as vscode from "vscode";
import { contextFlags } from "../ids";
import { isUncertain, outcomeOf, type Operation } from "../../operations/operation";
import { actionTitle } from "../actionWords";
import { dateTime, failedIcon, tooltipOf, uncertainIcon } from "../appearance";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import { operationDescription, operationFacts } from "./operationTexts";
import { retryMode } from "./retrying";
import { StepNode } from "./stepNode";

export class OperationNode implements TreeNode {
  readonly children: readonly TreeNode[];
  readonly id: string;
  readonly signature: string;
  readonly #description: string;
  readonly #flags: string;

  constructor(
    readonly operation: Operation,
    canCancel: boolean,
  ) {
    this.id = operation.id;
    this.children =
      operation.steps.length === 1
        ? []
        : operation.steps.map((_, index) => new StepNode(operation, index));
    this.#description = operationDescription(operation);
    this.#flags = [
      contextFlags.operation,
      ...(canCancel ? [contextFlags.cancellable] : []),
      ...(retryMode(operation) === "none" ? [] : [contextFlags.retryable]),
      ...(operation.endedAt === undefined ? [] : [contextFlags.ended]),
    ].join(";");
    this.signature = [this.#description, this.#flags, JSON.stringify(operation.sent)].join("|");
  }

  item(): vscode.TreeItem {
    const { plan, steps } = this.operation;
    const title = actionTitle(plan.action, label(plan.subject.name));
    const item = new vscode.TreeItem(
      title,
      steps.length === 1
        ? vscode.TreeItemCollapsibleState.None
        : vscode.TreeItemCollapsibleState.Expanded,
    );
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = iconOf(this.operation);
    item.contextValue = this.#flags;
    item.tooltip = tooltipOf(title, operationFacts(this.operation, dateTime));
    item.accessibilityInformation = { label: `${title}, ${this.#description}` };
    return item;
  }
}

function iconOf(operation: Operation): vscode.ThemeIcon {
  switch (outcomeOf(operation)) {
    case "running":
      return new vscode.ThemeIcon("loading~spin");
    case "succeeded":
      return new vscode.ThemeIcon("pass");
    case "failed":
      return isUncertain(operation) ? uncertainIcon() : failedIcon();
    case "cancelled":
      return new vscode.ThemeIcon("circle-slash");
  }
}
