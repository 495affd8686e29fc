import * as vscode from "vscode";
import { contextFlags } from "../../ids";
import {
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
  type StepProgress,
} from "../../recovery/operation";
import type { Runner } from "../../recovery/runner";
import { dateTime, tooltipOf } from "../appearance";
import { doneWord, titleOf } from "../actionWords";
import { label } from "../text";
import { progressText } from "./progressText";

/** A row of the Operations view: an operation, or one step of it. */
export class OperationRow {
  readonly steps: readonly StepRow[];

  constructor(public operation: Operation) {
    this.steps =
      operation.steps.length === 1
        ? []
        : operation.steps.map((_, index) => new StepRow(this, index));
  }
}

export class StepRow {
  constructor(
    readonly parent: OperationRow,
    readonly index: number,
  ) {}
}

/**
 * The Operations view: what is being recovered or purged, and what has been. Rows outlive
 * paintings, so that a menu keeps the row it was opened on.
 */
export class OperationsTree
  implements vscode.TreeDataProvider<OperationRow | StepRow>, vscode.Disposable
{
  readonly #changed = new vscode.EventEmitter<OperationRow[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #rows = new Map<string, OperationRow>();
  readonly #stale = new Set<string>();
  readonly #listening: { dispose(): void };
  #painting: NodeJS.Timeout | undefined;

  constructor(private readonly runner: Runner) {
    this.#listening = runner.onDidChange(({ id }) => {
      this.#stale.add(id);
      this.#painting ??= setTimeout(() => {
        this.#paint();
      }, 60);
    });
  }

  getChildren(row?: OperationRow | StepRow): (OperationRow | StepRow)[] {
    if (row === undefined) {
      return this.runner.operations.map((operation) => this.#rowOf(operation));
    }
    return row instanceof OperationRow ? [...row.steps] : [];
  }

  getParent(row: OperationRow | StepRow): OperationRow | undefined {
    return row instanceof StepRow ? row.parent : undefined;
  }

  getTreeItem(row: OperationRow | StepRow): vscode.TreeItem {
    return row instanceof StepRow
      ? stepItem(row.parent.operation, row.index)
      : operationItem(row.operation, this.runner.canCancel(row.operation));
  }

  dispose(): void {
    clearTimeout(this.#painting);
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #paint(): void {
    this.#painting = undefined;
    const operations = new Map(this.runner.operations.map((one) => [one.id, one]));
    const known = [...this.#stale].flatMap((id) => {
      const row = this.#rows.get(id);
      const operation = operations.get(id);
      return row === undefined || operation === undefined ? [] : [this.#rowOf(operation)];
    });
    // A row that came or went changes the list itself.
    const listed = known.length === this.#stale.size;
    this.#stale.clear();
    this.#changed.fire(listed ? known : undefined);
  }

  #rowOf(operation: Operation): OperationRow {
    const row = this.#rows.get(operation.id) ?? new OperationRow(operation);
    row.operation = operation;
    this.#rows.set(operation.id, row);
    return row;
  }
}

function operationItem(operation: Operation, canCancel: boolean): vscode.TreeItem {
  const { plan } = operation;
  const title = titleOf(plan.action, label(plan.subject.name));
  const outcome = outcomeOf(operation);
  const item = new vscode.TreeItem(
    title,
    operation.steps.length === 1
      ? vscode.TreeItemCollapsibleState.None
      : vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = operation.id;
  item.description =
    outcome === "running"
      ? progressText(operation)
      : `${outcomeText(operation)} · ${took(operation)}`;
  item.iconPath = outcomeIcon(operation);
  item.contextValue = canCancel ? contextFlags.cancellable : "";
  item.tooltip = tooltipOf(title, [
    [vscode.l10n.t("Resource"), `${plan.subject.noun}, ${plan.subject.originalId}`],
    [vscode.l10n.t("Subscription"), plan.subject.subscriptionName],
    [vscode.l10n.t("Started"), dateTime(new Date(operation.startedAt).toISOString())],
    [vscode.l10n.t("Outcome"), reasonOf(operation) ?? outcomeText(operation)],
    ...[remainderOf(operation) ?? []].flat().map((one) => [vscode.l10n.t("Now"), one] as const),
    ...notesOf(operation).map((note) => [vscode.l10n.t("Note"), note] as const),
  ]);
  item.accessibilityInformation = { label: `${title}, ${item.description}` };
  return item;
}

function stepItem(operation: Operation, index: number): vscode.TreeItem {
  const step = operation.plan.steps[index];
  const progress = operation.steps[index];
  const item = new vscode.TreeItem(label(step?.title ?? ""));
  item.id = `${operation.id}/${String(index)}`;
  item.description = label(step?.target ?? "");
  item.iconPath = stepIcon(progress);
  if (progress?.state === "failed") {
    item.tooltip = tooltipOf(step?.title ?? "", [[vscode.l10n.t("Reason"), progress.reason]]);
  }
  return item;
}

function outcomeText(operation: Operation): string {
  switch (outcomeOf(operation)) {
    case "running":
      return vscode.l10n.t("running");
    case "succeeded":
      return doneWord(operation.plan.action);
    case "failed":
      return vscode.l10n.t("failed");
    case "cancelled":
      return vscode.l10n.t("cancelled");
  }
}

function outcomeIcon(operation: Operation): vscode.ThemeIcon {
  switch (outcomeOf(operation)) {
    case "running":
      return new vscode.ThemeIcon("loading~spin");
    case "succeeded":
      return new vscode.ThemeIcon("pass");
    case "failed":
      return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
    case "cancelled":
      return new vscode.ThemeIcon("circle-slash");
  }
}

function stepIcon(progress: StepProgress | undefined): vscode.ThemeIcon {
  switch (progress?.state) {
    case "done":
      return new vscode.ThemeIcon("pass");
    case "failed":
      return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
    case "skipped":
      return new vscode.ThemeIcon("circle-slash");
    case "waiting":
    case undefined:
      return new vscode.ThemeIcon("circle-outline");
    default:
      return new vscode.ThemeIcon("loading~spin");
  }
}

function took(operation: Operation): string {
  const seconds = Math.round(
    ((operation.endedAt ?? operation.startedAt) - operation.startedAt) / 1000,
  );
  return seconds < 120
    ? vscode.l10n.t("{0} s", seconds)
    : vscode.l10n.t("{0} min", Math.round(seconds / 60));
}
