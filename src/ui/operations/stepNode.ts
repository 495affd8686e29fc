import * as vscode from "vscode";
import type { Operation } from "../../operations/operation";
import { dateTime, failedIcon, tooltipOf, uncertainIcon } from "../appearance";
import { label } from "../text";
import type { TreeNode } from "../treeNode";
import { stepsBefore } from "./progressText";
import { stepDescription, stepFacts, stepStatus } from "./stepTexts";

export class StepNode implements TreeNode {
  readonly children: readonly TreeNode[] = [];
  readonly id: string;
  readonly signature: string;

  constructor(
    readonly operation: Operation,
    private readonly index: number,
  ) {
    this.id = `${operation.id}/${String(index)}`;
    const { id = "" } = operation.plan.steps[index] ?? {};
    this.signature = JSON.stringify([
      stepDescription(operation, index),
      operation.steps[index],
      operation.sent?.[id],
    ]);
  }

  item(): vscode.TreeItem {
    const { operation, index } = this;
    const { title = "", target = "" } = operation.plan.steps[index] ?? {};
    const item = new vscode.TreeItem(label(title));
    item.id = this.id;
    item.description = stepDescription(operation, index);
    item.iconPath = this.#icon();
    item.tooltip = tooltipOf(`${title}: ${target}`, stepFacts(operation, index, dateTime));
    item.accessibilityInformation = {
      label: [label(title), label(target), stepStatus(operation, index)].join(", "),
    };
    return item;
  }

  #icon(): vscode.ThemeIcon {
    const { operation, index } = this;
    const progress = operation.steps[index];
    switch (progress?.state) {
      case "done":
        return new vscode.ThemeIcon("pass");
      case "failed":
        return progress.uncertain === true ? uncertainIcon() : failedIcon();
      case "skipped":
        return new vscode.ThemeIcon("circle-slash");
      case "waiting":
        return stepsBefore(operation, index).length > 0
          ? new vscode.ThemeIcon("circle-large-outline")
          : new vscode.ThemeIcon("loading~spin");
      case undefined:
        return new vscode.ThemeIcon("circle-large-outline");
      default:
        return new vscode.ThemeIcon("loading~spin");
    }
  }
}
