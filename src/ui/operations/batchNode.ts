import * as vscode from "vscode";
import { contextFlags } from "../ids";
import type { Batch, ItemEnd } from "../../operations/batch/batch";
import { dateTime, failedIcon, tooltipOf, uncertainIcon } from "../appearance";
import { batchProgress, batchSentences, batchTitle } from "./batchTexts";
import { numberText } from "../quantities";
import { label } from "../text";
import type { TreeNode } from "../treeNode";

/** Rows at most; the summary has the others. */
const mostShown = 100;

/** A batch: one row, and below it the items that haven't simply succeeded. */
export class BatchNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly children: readonly TreeNode[];
  readonly #description: string;

  constructor(
    readonly batch: Batch,
    private readonly canCancel: boolean,
  ) {
    const { id, endedAt, failed, uncertain, notSent, notable } = batch;
    this.id = id;
    this.#description = endedAt === undefined ? batchProgress(batch) : batchSentences(batch, 0);
    this.signature = `${this.#description}|${String(canCancel)}|${String(failed + uncertain + notSent > 0)}`;
    const shown = notable.slice(0, mostShown).map((end) => new BatchItemNode(id, end));
    this.children =
      notable.length <= mostShown
        ? shown
        : [...shown, new MoreNode(id, notable.length - mostShown)];
  }

  /** Whether unsuccessful items can be sent again. */
  get canRetry(): boolean {
    const { endedAt, failed, notSent, action } = this.batch;
    return endedAt !== undefined && failed + notSent > 0 && ["recover", "purge"].includes(action);
  }

  item(): vscode.TreeItem {
    const { batch } = this;
    const title = batchTitle(batch);
    const item = new vscode.TreeItem(
      title,
      this.children.length === 0
        ? vscode.TreeItemCollapsibleState.None
        : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = this.id;
    item.description = this.#description;
    item.iconPath = iconOf(batch);
    item.contextValue = [
      contextFlags.batch,
      ...(this.canCancel ? [contextFlags.cancellable] : []),
      ...(this.canRetry ? [contextFlags.retryBatch] : []),
      ...(batch.endedAt === undefined ? [] : [contextFlags.ended]),
    ].join(";");
    item.tooltip = tooltipOf(title, [
      [vscode.l10n.t("Started"), dateTime(new Date(batch.startedAt).toISOString())],
      [vscode.l10n.t("Outcome"), this.#description],
    ]);
    item.accessibilityInformation = { label: `${title}, ${this.#description}` };
    return item;
  }
}

/** An item that failed, is uncertain, or has a note. */
class BatchItemNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly children: readonly TreeNode[] = [];

  constructor(
    batchId: string,
    private readonly end: ItemEnd,
  ) {
    this.id = `${batchId}/${String(end.item)}`;
    this.signature = end.outcome;
  }

  item(): vscode.TreeItem {
    const { name = "", noun = "", outcome, reason, note, code, correlationId } = this.end;
    const item = new vscode.TreeItem(label(name));
    const text = reason ?? note ?? vscode.l10n.t("not sent");
    item.id = this.id;
    item.description = label(text);
    item.iconPath = itemIcon(outcome);
    item.tooltip = tooltipOf(name, [
      [vscode.l10n.t("Type"), noun],
      [vscode.l10n.t("Reason"), text],
      ...(code === undefined ? [] : [[vscode.l10n.t("Code"), code] as const]),
      ...(correlationId === undefined
        ? []
        : [[vscode.l10n.t("Correlation ID"), correlationId] as const]),
    ]);
    item.accessibilityInformation = { label: `${label(name)}, ${text}` };
    return item;
  }
}

/** The number of items without a row. */
class MoreNode implements TreeNode {
  readonly id: string;
  readonly signature: string;
  readonly children: readonly TreeNode[] = [];

  constructor(
    batchId: string,
    private readonly count: number,
  ) {
    this.id = `${batchId}/more`;
    this.signature = String(count);
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(
      vscode.l10n.t("And {0} more (see the summary)", numberText(this.count)),
    );
    item.id = this.id;
    return item;
  }
}

function iconOf({ endedAt, failed, uncertain, notSent }: Batch): vscode.ThemeIcon {
  if (endedAt === undefined) {
    return new vscode.ThemeIcon("loading~spin");
  }
  if (failed > 0) {
    return itemIcon("failed");
  }
  return itemIcon(uncertain > 0 ? "uncertain" : notSent > 0 ? "notSent" : "succeeded");
}

function itemIcon(outcome: ItemEnd["outcome"]): vscode.ThemeIcon {
  switch (outcome) {
    case "succeeded":
      return new vscode.ThemeIcon("pass");
    case "failed":
      return failedIcon();
    case "uncertain":
      return uncertainIcon();
    case "notSent":
      return new vscode.ThemeIcon("circle-slash");
  }
}
